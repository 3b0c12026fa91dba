import Tensors

extension Trace {
    /// Traces `function` of a model and an input: calls it once and records its operations.
    ///
    /// Parameters and buffers keep their names in the model. No gradient is computed. The trace keeps the parameters
    /// and constants, but no intermediate result. Rethrows the errors of `function`.
    ///
    /// - Parameters:
    ///   - model: The model, which has the parameters.
    ///   - input: The function's input: a tensor or another `TensorGroup`.
    ///   - name: The input's name. The tensors of a group append the names of their parts: `input.mask`.
    ///   - function: The computation to trace.
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
