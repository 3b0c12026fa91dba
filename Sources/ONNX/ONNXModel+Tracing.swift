import Differentiation
import NeuralNetworks
import Tensors

extension ONNXModel {
    /// Creates the ONNX form of a model whose input is a single real tensor.
    ///
    /// Traps if two of the inputs and outputs would have the same name.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - sample: The shape of one sample, without the batch axis. The file's input has the batch as its first axis,
    ///     of any length.
    ///   - input: The input's name.
    ///   - output: The output's name if the output is a single tensor. The tensors of a `TensorGroup` have the names of
    ///     the group's parts. If an input has the name of a part, `output` and a dot precede the parts' names.
    ///   - lowerings: The functions that convert the operations to ONNX nodes.
    ///   - metadata: Keys and texts that are stored in the file.
    /// - Throws: `ONNXError` with the fault `.untraceable` if the operations depend on the batch size, or if the model
    ///   reads numbers from its input outside of tensor operations; `.noLowering` if an operation has no lowering;
    ///   `.unsupported` if ONNX cannot express an operation, an input or an output.
    public init<Scalar: RealScalar, Model: Module>(
        of model: Model, sample: Shape, input: String = "input", output: String = "output",
        lowerings: ONNXLowerings = .standard, metadata: [String: String] = [:]
    ) throws(ONNXError) where Model.Input == Tensor<Scalar>, Model.Output: TensorGroup {
        let trace: BatchTrace = try Self.traced { () throws(TraceError) in
            try BatchTrace(of: model, sample: sample, named: input)
        }
        try self.init(trace, input: input, output: output, lowerings: lowerings, metadata: metadata)
    }

    /// Creates the ONNX form of a model whose input is any `TensorGroup`, such as token ids or a pair of tensors.
    ///
    ///     try ONNXModel(of: classifier, example: Tensor<Int>([[5, 8, 999]]))
    ///
    /// Traps if a tensor of `example` has no samples, or if two of the inputs and outputs would have the same name.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - example: An input that the model accepts. The batch is the first axis of each tensor. Each trace uses the
    ///     elements of `example` in a different order. A number that the model reads from its input therefore differs
    ///     between the traces and is not stored as a constant.
    ///   - input: The input's name if the input is a single tensor. The tensors of a `TensorGroup` have the names of
    ///     the group's parts.
    ///   - output: The output's name if the output is a single tensor. The tensors of a `TensorGroup` have the names of
    ///     the group's parts. If an input has the name of a part, `output` and a dot precede the parts' names.
    ///   - lowerings: The functions that convert the operations to ONNX nodes.
    ///   - metadata: Keys and texts that are stored in the file.
    /// - Throws: `ONNXError` with the fault `.untraceable` if the operations depend on the batch size, or if the model
    ///   reads numbers from its input outside of tensor operations; `.noLowering` if an operation has no lowering;
    ///   `.unsupported` if ONNX cannot express an operation, an input or an output.
    public init<Model: Module>(
        of model: Model, example: Model.Input, input: String = "input", output: String = "output",
        lowerings: ONNXLowerings = .standard, metadata: [String: String] = [:]
    ) throws(ONNXError) where Model.Input: TensorGroup, Model.Output: TensorGroup {
        try self.init(
            of: model, example: example, input: input, output: output, lowerings: lowerings, metadata: metadata
        ) { model, input in model(input) }
    }

    /// Creates the ONNX form of a function of a model and an input. Use this initializer for a file that computes
    /// something other than `model(input)`.
    ///
    ///     try ONNXModel(of: network, example: images) { network, images in network(images).softmax() }
    ///
    /// Traps if a tensor of `example` has no samples, or if two of the inputs and outputs would have the same name.
    ///
    /// - Parameters:
    ///   - model: The model. Its parameters keep their names in the file.
    ///   - example: An input that the function accepts: see `init(of:example:input:output:lowerings:metadata:)`.
    ///   - input: The input's name if the input is a single tensor. The tensors of a `TensorGroup` have the names of
    ///     the group's parts.
    ///   - output: The output's name if the output is a single tensor. The tensors of a `TensorGroup` have the names of
    ///     the group's parts. If an input has the name of a part, `output` and a dot precede the parts' names.
    ///   - lowerings: The functions that convert the operations to ONNX nodes.
    ///   - metadata: Keys and texts that are stored in the file.
    ///   - function: The function. It is called three times, with batches of 2, 3 and 17 samples.
    /// - Throws: `ONNXError` with the fault `.untraceable` if the operations depend on the batch size, or if the model
    ///   reads numbers from its input outside of tensor operations; `.noLowering` if an operation has no lowering;
    ///   `.unsupported` if ONNX cannot express an operation, an input or an output.
    public init<Model: Parameterized, Input: TensorGroup, Output: TensorGroup>(
        of model: Model, example: Input, input: String = "input", output: String = "output",
        lowerings: ONNXLowerings = .standard, metadata: [String: String] = [:],
        _ function: (Model, Input) -> Output
    ) throws(ONNXError) {
        let trace: BatchTrace = try Self.traced { () throws(TraceError) in
            try BatchTrace(of: model, example: example, named: input, function)
        }
        try self.init(trace, input: input, output: output, lowerings: lowerings, metadata: metadata)
    }

    private static func traced(_ trace: () throws(TraceError) -> BatchTrace) throws(ONNXError) -> BatchTrace {
        do throws(TraceError) { return try trace() } catch { throw ONNXError(.untraceable(error)) }
    }
}
