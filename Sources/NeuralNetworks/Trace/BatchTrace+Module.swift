import Differentiation
import Tensors

extension BatchTrace {
    /// Batches of these two sizes are traced: no axis of length 1, which broadcasts, is taken for a batch.
    private static let sizes = (2, 3)

    /// What a module computes of a batch of any size, in inference.
    ///
    /// - Parameters:
    ///   - sample: The shape of one sample, without the batch's axis. The module is called on random numbers in 0…1.
    ///   - seed: Seeds these numbers.
    public init<Model: Module, Scalar: RealScalar>(
        of model: Model, sample: Shape, seed: UInt64 = 0
    ) throws(TraceError) where Model.Input == Tensor<Scalar>, Model.Output: TensorGroup {
        var generator = PhiloxGenerator(seed: seed)
        func trace(_ size: Int) -> Trace {
            Trace(of: model, input: Tensor(randomUniform: Shape([size] + sample.dimensions), using: &generator))
        }
        try self.init(trace(Self.sizes.0), trace(Self.sizes.1), sizes: Self.sizes)
    }

    /// The same for an input of any type: token ids, a pair, a `TensorGroup`.
    ///
    /// - Parameter example: A batch of at least one sample; the first axis of each tensor is the batch. Its samples are
    ///   repeated to batches of other sizes. With at least four different samples the two batches have none in common.
    public init<Model: Module>(of model: Model, example: Model.Input) throws(TraceError)
    where Model.Input: TensorGroup, Model.Output: TensorGroup {
        try self.init(
            Trace(of: model, input: example.batch(of: Self.sizes.0, from: 0)),
            Trace(of: model, input: example.batch(of: Self.sizes.1, from: Self.sizes.0)), sizes: Self.sizes)
    }

    /// The same for a module of two inputs.
    public init<Model: Module, First: TensorGroup, Second: TensorGroup>(
        of model: Model, example: (First, Second)
    ) throws(TraceError) where Model.Input == (First, Second), Model.Output: TensorGroup {
        func trace(_ size: Int, from start: Int) -> Trace {
            let input = (example.0.batch(of: size, from: start), example.1.batch(of: size, from: start))
            return Trace(of: model, input: input)
        }
        try self.init(trace(Self.sizes.0, from: 0), trace(Self.sizes.1, from: Self.sizes.0), sizes: Self.sizes)
    }
}

extension TensorGroup {
    /// As many samples from `start` on, beginning anew after the last one.
    fileprivate func batch(of size: Int, from start: Int) -> Self {
        var (copy, repeater) = (self, Repeater(size: size, start: start))
        copy.visitTensors(&repeater)
        return copy
    }
}

private struct Repeater: TensorVisitor {
    let size, start: Int
    var path: [String] = []

    mutating func visitTensor<Scalar: TensorScalar>(_ tensor: inout Tensor<Scalar>) {
        require(
            tensor.rank > 0 && tensor.shape[0] > 0,
            "trace: an example must have a batch of at least one sample, and one of its tensors has shape \(tensor.shape)"
        )
        let source: Tensor<Scalar> = tensor
        var result = Tensor<Scalar>(
            repeating: source.scalars[0], shape: Shape([size] + source.shape.dimensions.dropFirst()))
        for row in 0 ..< size { result[row] = source[(start + row) % source.shape[0]] }
        tensor = result
    }
}
