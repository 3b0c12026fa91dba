import Differentiation
import NeuralNetworks
import Tensors

extension ONNXModel {
    /// The sizes of the batches that a model is traced over. Two tell what grows with the batch; the third confirms that it
    /// grows evenly, also where an axis is cut or walked in steps of less than 17.
    private static let sizes = (2, 3, 17)

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
        let trace: BatchTrace = try Self.trace { size in
            var generator = PhiloxGenerator(seed: UInt64(size))
            // Open probabilities, pixels: what most models take lies within 0 and 1.
            let batch = Tensor<Scalar>(
                randomUniform: Shape([size] + sample.dimensions), in: 0 ..< 1, using: &generator)
            return Trace(of: model, input: batch, named: input) { model, batch in model(batch) }
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
        let trace: BatchTrace = try Self.trace { size in
            var batch: Input = example
            var visitor = BatchMaker(size: size, rotation: size - Self.sizes.0)
            batch.visitTensors(&visitor)
            return Trace(of: model, input: batch, named: input, function)
        }
        try self.init(trace, input: input, output: output, lowerings: lowerings, metadata: metadata)
    }

    private static func trace(_ trace: (_ size: Int) -> Trace) throws(ONNXError) -> BatchTrace {
        let traces: [Trace] = [sizes.0, sizes.1, sizes.2].map { size in withMode(.inference) { trace(size) } }
        do throws(TraceError) {
            return try BatchTrace(
                traces[0], traces[1], sizes: (sizes.0, sizes.1), confirmedBy: (trace: traces[2], size: sizes.2))
        } catch { throw ONNXError(.untraceable(error)) }
    }
}

/// Makes a batch of a size of an example, whose elements have changed places.
private struct BatchMaker: TensorVisitor {
    let size, rotation: Int
    var path: [String] = []

    mutating func visitTensor<Scalar: TensorScalar>(_ tensor: inout Tensor<Scalar>) {
        if tensor.rank == 0 { return }
        require(tensor.shape[0] > 0, "ONNXModel: the example \(tensor.shape) has no row")
        let elements: [Scalar] = tensor.withUnsafeBuffer { Array($0) }
        if elements.isEmpty { return }
        let width: Int = elements.count / tensor.shape[0]
        let turned: [Scalar] = elements.indices.map { elements[($0 + rotation) % elements.count] }
        let repeated: [Scalar] = (0 ..< size * width).map { turned[$0 % turned.count] }
        tensor = Tensor(repeated, shape: Shape([size] + tensor.shape.dropFirst()))
    }
}
