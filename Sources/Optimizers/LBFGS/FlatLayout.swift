import Differentiation
import Tensors

/// A layout that joins the parameters of a model into a single vector of `Double`. The vector contains only the
/// parameters that the optimizer changes, in the order of `visitParameters`.
struct FlatLayout {
    /// For each parameter, whether the optimizer changes this parameter. The order is the order of `visitParameters`.
    let isMoved: [Bool]

    func numbers(of model: some Parameterized) -> Tensor<Double> {
        var (copy, reader) = (model, Reader(isMoved: isMoved))
        copy.visitParameters(&reader)
        require(
            reader.position == isMoved.count,
            "optimizer: model and gradient differ in their parameters: \(isMoved.count) and \(reader.position)")
        return reader.parts.isEmpty ? Tensor(zeros: [0]) : Tensor(concatenating: reader.parts)
    }

    /// Returns a copy of the model. In the copy, the parameters that the optimizer changes have the elements `numbers`,
    /// in the order of `visitParameters`. The copy has the buffers of `gradient`, or the buffers of the model if
    /// `gradient` is `nil`.
    func model<Model: Parameterized>(
        _ model: Model, at numbers: Tensor<Double>, buffers gradient: Model? = nil
    ) -> Model {
        var (result, list): (Model, TensorList) = (model, TensorList())
        var copy: Model? = gradient
        copy.visitParameters(&list)
        var writer = Writer(isMoved: isMoved, numbers: numbers, buffers: list.buffers)
        result.visitParameters(&writer)
        return result
    }

    /// Returns the memory of L-BFGS that the state contains. Traps if the state has entries for another number of
    /// parameters, if the parameters that the optimizer changes differ in their number of tensors, or if a parameter
    /// that the optimizer does not change has tensors. A state without entries gives an empty memory.
    func memory(_ state: OptimizerState) -> LBFGSMemory {
        if state.entries.isEmpty { return LBFGSMemory([]) }
        let moved: [any StateEntry] = zip(state.entries, isMoved).filter(\.1).map(\.0)
        let count: Int = moved.first?.tensorCount ?? 0
        let frozen: [any StateEntry] = zip(state.entries, isMoved).filter { !$0.1 }.map(\.0)
        require(
            state.entries.count == isMoved.count && moved.allSatisfy { $0.tensorCount == count }
                && frozen.allSatisfy { $0.tensorCount == 0 },
            "LBFGS: its state belongs to another model, or to other frozen parameters. Begin with a new LBFGS()")
        return LBFGSMemory(
            (0 ..< count).map { index in Tensor(moved.flatMap { $0.numbers(index) }) })
    }

    /// Returns a state entry for each parameter of the model. Every entry contains `stepCount`. The function cuts each
    /// vector of `rows` into tensors with the shapes and scalar types of the parameters that the optimizer changes. The
    /// entries of other parameters contain no tensors.
    func entries(
        _ rows: [Tensor<Double>], of model: some Parameterized, stepCount: Int
    ) -> [any StateEntry] {
        var (copy, maker) = (model, EntryMaker(isMoved: isMoved, rows: rows, stepCount: stepCount))
        copy.visitParameters(&maker)
        return maker.entries
    }
}

private struct Reader: ParameterVisitor {
    let isMoved: [Bool]
    var path: [String] = []
    var position = 0
    var parts: [Tensor<Double>] = []

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        if position < isMoved.count, isMoved[position] {
            parts.append(parameter.asConstant().converted(to: Double.self).flattened())
        }
        position += 1
    }
}

/// Cuts vectors into tensors that have the shapes and scalar types of successive parameters.
private struct RowCutter {
    private var start = 0

    mutating func next<Scalar: RealScalar>(_ rows: [Tensor<Double>], like parameter: Tensor<Scalar>) -> [Tensor<Scalar>]
    {
        let range: Range<Int> = start ..< start + parameter.count
        start = range.upperBound
        for row in rows {
            require(
                range.upperBound <= row.count,
                "LBFGS: its state belongs to another model: \(row.count) numbers, and the model has more")
        }
        return rows.map { $0[range].converted(to: Scalar.self).reshaped(to: parameter.shape) }
    }
}

private struct Writer: ParameterVisitor {
    let isMoved: [Bool]
    let numbers: Tensor<Double>
    let buffers: [any Sendable]
    var path: [String] = []
    private var (position, bufferPosition) = (0, 0)
    private var cutter = RowCutter()

    init(isMoved: [Bool], numbers: Tensor<Double>, buffers: [any Sendable]) {
        (self.isMoved, self.numbers, self.buffers) = (isMoved, numbers, buffers)
    }

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        if isMoved[position] { parameter = cutter.next([numbers], like: parameter)[0] }
        position += 1
    }

    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) {
        guard bufferPosition < buffers.count, let value = buffers[bufferPosition] as? Buffer<Scalar> else { return }
        buffer = value
        bufferPosition += 1
    }
}

private struct EntryMaker: ParameterVisitor {
    let isMoved: [Bool]
    let rows: [Tensor<Double>]
    let stepCount: Int
    var path: [String] = []
    var entries: [any StateEntry] = []
    private var cutter = RowCutter()

    init(isMoved: [Bool], rows: [Tensor<Double>], stepCount: Int) {
        (self.isMoved, self.rows, self.stepCount) = (isMoved, rows, stepCount)
    }

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        let tensors: [Tensor<Scalar>] = isMoved[entries.count] ? cutter.next(rows, like: parameter) : []
        entries.append(TypedStateEntry(shape: parameter.shape, stepCount: stepCount, tensors: tensors))
    }
}
