import Differentiation
import Tensors

extension BatchTrace {
    /// The batch sizes of the traces. The sizes 2 and 3 show which lengths grow with the batch size. Size 1 would not
    /// show these lengths, because axes of length 1 broadcast. Size 17 confirms that the lengths are linear in the
    /// batch size, also for slices with a step below 17.
    private static let sizes = (2, 3, 17)

    /// Traces the computation of a module whose input is a single real tensor, for a batch of any size, in inference
    /// mode.
    ///
    /// The initializer calls the module three times, with random numbers between 0 and 1. Throws
    /// `TraceError.differentOperations` if the operations depend on the batch size, or if a length is not linear in the
    /// batch size.
    ///
    /// - Parameters:
    ///   - model: The module.
    ///   - sample: The shape of a single sample, without the batch axis.
    ///   - name: The name of the input in the trace.
    public init<Model: Module, Scalar: RealScalar>(
        of model: Model, sample: Shape, named name: String = "input"
    ) throws(TraceError) where Model.Input == Tensor<Scalar>, Model.Output: TensorGroup {
        try self.init { size in
            var generator = PhiloxGenerator(seed: UInt64(size))
            let batch = Tensor<Scalar>(randomUniform: Shape([size] + sample.dimensions), using: &generator)
            return Trace(of: model, input: batch, named: name) { model, batch in model(batch) }
        }
    }

    /// Traces the computation of a module with any input, such as token ids or a `TensorGroup`, for a batch of any
    /// size, in inference mode.
    ///
    /// The initializer calls the module three times. Each of the three batches repeats the elements of `example`, and
    /// starts at another element. If a constant then differs between the traces, the constant depends on the input or
    /// on the batch size. Throws `TraceError.differentOperations` if the operations depend on the batch size, or if a
    /// length is not linear in the batch size. Traps if a tensor of `example` has a first axis of length 0.
    ///
    /// - Parameters:
    ///   - model: The module.
    ///   - example: An input that the module accepts, with at least one sample. The batch is the first axis of each
    ///     tensor.
    ///   - name: The name of the input in the trace.
    public init<Model: Module>(of model: Model, example: Model.Input, named name: String = "input") throws(TraceError)
    where Model.Input: TensorGroup, Model.Output: TensorGroup {
        try self.init(of: model, example: example, named: name) { model, input in model(input) }
    }

    /// Traces the computation of a module with two inputs for a batch of any size, in inference mode. The names of the
    /// inputs are `name` with the endings `.0` and `.1`. Throws and traps like the initializer for a module with a
    /// single input: see `init(of:example:named:)`.
    ///
    /// - Parameters:
    ///   - model: The module.
    ///   - example: Two inputs that the module accepts, with at least one sample. The batch is the first axis of each
    ///     tensor.
    ///   - name: The start of the names of the inputs in the trace.
    public init<Model: Module, First: TensorGroup, Second: TensorGroup>(
        of model: Model, example: (First, Second), named name: String = "input"
    ) throws(TraceError) where Model.Input == (First, Second), Model.Output: TensorGroup {
        let pair = TensorPair(first: example.0, second: example.1)
        try self.init(of: model, example: pair, named: name) { model, pair in model((pair.first, pair.second)) }
    }

    /// Traces the computation of any function of a model and an input, for a batch of any size, in inference mode.
    /// Throws `TraceError.differentOperations` if the operations depend on the batch size, or if a length is not linear
    /// in the batch size. Traps if a tensor of `example` has a first axis of length 0.
    ///
    /// - Parameters:
    ///   - model: The model, which contains the parameters.
    ///   - example: An input that the function accepts: see `init(of:example:named:)`.
    ///   - name: The name of the input in the trace.
    ///   - function: The computation. The initializer calls this function three times.
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

/// A visitor that replaces each tensor of an example by a batch of `size` samples. The batch repeats the elements of
/// the tensor, and starts at the element with the index `rotation`. A scalar does not change. A first axis of length 0
/// traps.
private struct BatchMaker: TensorVisitor {
    let size, rotation: Int
    var path: [String] = []

    mutating func visitTensor<Scalar: TensorScalar>(_ tensor: inout Tensor<Scalar>) {
        if tensor.rank == 0 { return }
        require(tensor.shape[0] > 0, "trace: the example \(tensor.shape) has no row")
        let elements: [Scalar] = tensor.scalars
        if elements.isEmpty { return }
        let width: Int = elements.count / tensor.shape[0]
        let rotated: [Scalar] = elements.indices.map { elements[($0 + rotation) % elements.count] }
        let repeated: [Scalar] = (0 ..< size * width).map { rotated[$0 % rotated.count] }
        tensor = Tensor(repeated, shape: Shape([size] + tensor.shape.dropFirst()))
    }
}
