import Tensors

extension Trace {
    /// Creates the trace of `function`: calls `function` once with a model and an input, and records the operations of
    /// `function`.
    ///
    /// The parameters and buffers have the same names in the trace as in the model. No gradient is computed. The trace
    /// keeps the parameters and constants, but no intermediate result. The initializer rethrows the errors of
    /// `function`.
    ///
    /// - Parameters:
    ///   - model: The model that `function` receives.
    ///   - input: The input that `function` receives: a tensor or another `TensorGroup`.
    ///   - name: The name of the input. If the input is a group of tensors, the name of each tensor is this name, a dot
    ///     and the name of the tensor in the group: `input.mask`.
    ///   - function: The computation that is traced.
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
