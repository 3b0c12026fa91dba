import Differentiation
import Tensors

extension BatchTrace {
    /// The sizes of the batches that a model is traced over. Two tell what grows with the batch, and no axis of length 1,
    /// which broadcasts, is taken for it; the third confirms that a length grows evenly, also where an axis is cut or walked
    /// in steps of less than 17.
    private static let sizes = (2, 3, 17)

    /// What a module of one real tensor computes of a batch of any size, in inference.
    ///
    /// The module is called three times on random numbers in 0…1, where the open probabilities and pixels lie that most
    /// modules take.
    ///
    /// - Parameters:
    ///   - sample: The shape of one sample, without the batch's axis.
    ///   - name: The input's name.
    public init<Model: Module, Scalar: RealScalar>(
        of model: Model, sample: Shape, named name: String = "input"
    ) throws(TraceError) where Model.Input == Tensor<Scalar>, Model.Output: TensorGroup {
        try self.init { size in
            var generator = PhiloxGenerator(seed: UInt64(size))
            let batch = Tensor<Scalar>(randomUniform: Shape([size] + sample.dimensions), using: &generator)
            return Trace(of: model, input: batch, named: name) { model, batch in model(batch) }
        }
    }

    /// The same for an input of any type: token ids, a `TensorGroup`.
    ///
    /// - Parameter example: An input that the module accepts, the batch being the first axis of each tensor. Its rows are
    ///   repeated, and its elements change places from one trace to the next: so a number that the module reads out of its
    ///   input is told from a constant.
    public init<Model: Module>(of model: Model, example: Model.Input, named name: String = "input") throws(TraceError)
    where Model.Input: TensorGroup, Model.Output: TensorGroup {
        try self.init(of: model, example: example, named: name) { model, input in model(input) }
    }

    /// The same for a module of two inputs, `input.0` and `input.1`.
    public init<Model: Module, First: TensorGroup, Second: TensorGroup>(
        of model: Model, example: (First, Second), named name: String = "input"
    ) throws(TraceError) where Model.Input == (First, Second), Model.Output: TensorGroup {
        let pair = TensorPair(first: example.0, second: example.1)
        try self.init(of: model, example: pair, named: name) { model, pair in model((pair.first, pair.second)) }
    }

    /// The same for any function of a model and an input.
    public init<Model: Parameterized, Input: TensorGroup, Output: TensorGroup>(
        of model: Model, example: Input, named name: String = "input", _ function: (Model, Input) -> Output
    ) throws(TraceError) {
        try self.init { size in
            var batch: Input = example
            var visitor = BatchMaker(size: size, rotation: size - Self.sizes.0)
            batch.visitTensors(&visitor)
            return Trace(of: model, input: batch, named: name, function)
        }
    }

    private init(_ trace: (_ size: Int) -> Trace) throws(TraceError) {
        let sizes: (Int, Int, Int) = Self.sizes
        let traces: [Trace] = [sizes.0, sizes.1, sizes.2].map { size in withMode(.inference) { trace(size) } }
        try self.init(traces[0], traces[1], sizes: (sizes.0, sizes.1), confirmedBy: (trace: traces[2], size: sizes.2))
    }
}

/// Makes a batch of a size of an example, whose elements have changed places.
private struct BatchMaker: TensorVisitor {
    let size, rotation: Int
    var path: [String] = []

    mutating func visitTensor<Scalar: TensorScalar>(_ tensor: inout Tensor<Scalar>) {
        if tensor.rank == 0 { return }
        require(tensor.shape[0] > 0, "trace: the example \(tensor.shape) has no row")
        let elements: [Scalar] = tensor.scalars
        if elements.isEmpty { return }
        let width: Int = elements.count / tensor.shape[0]
        let turned: [Scalar] = elements.indices.map { elements[($0 + rotation) % elements.count] }
        let repeated: [Scalar] = (0 ..< size * width).map { turned[$0 % turned.count] }
        tensor = Tensor(repeated, shape: Shape([size] + tensor.shape.dropFirst()))
    }
}
