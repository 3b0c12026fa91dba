import Differentiation
import NeuralNetworks
import Tensors

extension ONNXModel {
    /// The ONNX form of a model whose input is one real tensor.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - sample: The shape of one sample. The file's input has the batch as its first axis, of any length.
    ///   - input: The input's name.
    ///   - output: The output's name. The tensors of a `TensorGroup` have the names of its parts instead.
    ///   - lowerings: The functions that write the operations.
    ///   - metadata: Strings that are stored in the file.
    /// - Throws: `ONNXError.Fault.untraceable`, `.noLowering` or `.unsupported`.
    public init<Scalar: RealScalar, Model: Module>(
        of model: Model, sample: Shape, input: String = "input", output: String = "output",
        lowerings: ONNXLowerings = .standard, metadata: [String: String] = [:]
    ) throws(ONNXError) where Model.Input == Tensor<Scalar>, Model.Output: TensorGroup {
        let trace: BatchTrace = try Self.traced { () throws(TraceError) in
            try BatchTrace(of: model, sample: sample, named: input)
        }
        try self.init(trace, input: input, output: output, lowerings: lowerings, metadata: metadata)
    }

    /// The ONNX form of a model whose input is any `TensorGroup`: token ids, or a pair of tensors.
    ///
    ///     try ONNXModel(of: classifier, example: Tensor<Int>([[5, 8, 999]]))
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - example: An input that the model accepts. The batch is the first axis of each tensor. Its rows are
    ///     repeated, and its elements are permuted from one trace to the next, which distinguishes numbers that the
    ///     model reads from its input from constants.
    ///   - input: The input's name. The tensors of a group have the names of its parts instead.
    ///   - output: The output's name. The tensors of a group have the names of its parts instead.
    ///   - lowerings: The functions that write the operations.
    ///   - metadata: Strings that are stored in the file.
    /// - Throws: `ONNXError.Fault.untraceable`, `.noLowering` or `.unsupported`.
    public init<Model: Module>(
        of model: Model, example: Model.Input, input: String = "input", output: String = "output",
        lowerings: ONNXLowerings = .standard, metadata: [String: String] = [:]
    ) throws(ONNXError) where Model.Input: TensorGroup, Model.Output: TensorGroup {
        try self.init(
            of: model, example: example, input: input, output: output, lowerings: lowerings, metadata: metadata
        ) { model, input in model(input) }
    }

    /// The ONNX form of a function of a model and an input, for files that compute something else than `model(input)`.
    ///
    ///     try ONNXModel(of: network, example: images) { network, images in network(images).softmax() }
    ///
    /// - Parameters:
    ///   - model: The model, whose parameters keep their names in the file.
    ///   - example: An input that the function accepts, as for `init(of:example:input:output:lowerings:metadata:)`.
    ///   - input: The input's name. The tensors of a group have the names of its parts instead.
    ///   - output: The output's name. The tensors of a group have the names of its parts instead.
    ///   - lowerings: The functions that write the operations.
    ///   - metadata: Strings that are stored in the file.
    ///   - function: The function. It is called once for each trace.
    /// - Throws: `ONNXError.Fault.untraceable`, `.noLowering` or `.unsupported`.
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
