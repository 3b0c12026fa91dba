import Differentiation
import NeuralNetworks
import Tensors

extension ONNXModel {
    /// A model of one real tensor.
    ///
    /// - Parameters:
    ///   - model: What is to be written.
    ///   - sample: The shape of one input; the file's has the batch before it, of any length.
    ///   - input: The input's name.
    ///   - output: The output's name; the tensors of a `TensorGroup` have the names of its parts.
    ///   - lowerings: How each operation is written.
    ///   - metadata: Words that go with the file.
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

    /// A model of token ids, of a pair, or of whatever a `TensorGroup` holds.
    ///
    ///     try ONNXModel(of: classifier, example: Tensor<Int>([[5, 8, 999]]))
    ///
    /// - Parameter example: An input that the model accepts, the batch being the first axis of each tensor. Its rows are
    ///   repeated, and its elements change places from one trace to the next: so a number that the model reads out of its
    ///   input is told from a constant. The tensors of a group become inputs with the names of its parts.
    public init<Model: Module>(
        of model: Model, example: Model.Input, input: String = "input", output: String = "output",
        lowerings: ONNXLowerings = .standard, metadata: [String: String] = [:]
    ) throws(ONNXError) where Model.Input: TensorGroup, Model.Output: TensorGroup {
        try self.init(
            of: model, example: example, input: input, output: output, lowerings: lowerings, metadata: metadata
        ) { model, input in model(input) }
    }

    /// The same for a function of a model and an input, where the file is to compute something else than `model(input)`.
    ///
    ///     try ONNXModel(of: network, example: images) { network, images in network(images).softmax() }
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
