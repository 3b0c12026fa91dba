import Tensors

extension Trace {
    /// Traces `function` of a model and an input: calls it once and writes down what it computes.
    ///
    /// Parameters and buffers have the names that they have in the model. No gradient is computed. Costs a call of the
    /// function and some memory: the trace keeps the parameters and constants, and no intermediate result.
    ///
    /// - Parameters:
    ///   - model: What has parameters.
    ///   - input: What the function is given: a tensor, or a `TensorGroup`.
    ///   - name: The input's name; tensors of a group have the names of its parts behind it: `input.mask`.
    public init<Model: Parameterized, Input: TensorGroup, Output: TensorGroup>(
        of model: Model, input: Input, named name: String = "input",
        _ function: (Model, Input) throws -> Output
    ) rethrows {
        self = try TraceRecorder.trace { recorder in
            var (model, input): (Model, Input) = (model, input)
            var parameters = ParameterRecorder(recorder: recorder)
            model.visitParameters(&parameters)
            var inputs = InputRecorder(recorder: recorder, path: [name])
            input.visitTensors(&inputs)
            var output: Output = try function(model, input)
            var outputs = OutputRecorder(recorder: recorder)
            output.visitTensors(&outputs)
        }
    }
}

private struct ParameterRecorder: ParameterVisitor {
    let recorder: TraceRecorder
    var path: [String] = []

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        let constant: Tensor<Scalar> = parameter.asConstant()
        parameter = recorder.leaf(constant, .parameter(name: name, constant))
    }

    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) {
        let constant: Tensor<Scalar> = buffer.value.asConstant()
        buffer = Buffer(recorder.leaf(constant, .buffer(name: name, constant)))
    }
}

private struct InputRecorder: TensorVisitor {
    let recorder: TraceRecorder
    var path: [String]

    mutating func visitTensor<Scalar: TensorScalar>(_ tensor: inout Tensor<Scalar>) {
        tensor = recorder.leaf(tensor.asConstant(), .input(name: path.joined(separator: ".")))
    }
}

private struct OutputRecorder: TensorVisitor {
    let recorder: TraceRecorder
    var path: [String] = []

    mutating func visitTensor<Scalar: TensorScalar>(_ tensor: inout Tensor<Scalar>) {
        recorder.finish(with: tensor, named: path.joined(separator: "."))
    }
}
