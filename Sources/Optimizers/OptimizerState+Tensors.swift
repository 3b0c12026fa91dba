import Differentiation
import Tensors

/// The state as named tensors, `3.1` being the second tensor of the fourth parameter, so that it is saved as models are.
extension OptimizerState: Parameterized {
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        for index in entries.indices { visit(&entries[index], String(index), &visitor) }
    }

    private func visit(_ entry: inout some StateEntry, _ name: String, _ visitor: inout some ParameterVisitor) {
        visitor.visit(&entry, name)
    }

    /// A state with room for `tensorsPerParameter` tensors of each of the model's parameters, to be filled in by a load.
    ///
    /// - Parameter tensorsPerParameter: The number for each parameter, in the order of the visit.
    public init(for model: some Parameterized, stepCount: Int, tensorsPerParameter: [Int]) {
        var (copy, maker) = (model, EntryMaker(counts: tensorsPerParameter))
        copy.visitParameters(&maker)
        self.stepCount = stepCount
        entries = stepCount > 0 ? maker.entries : []
    }
}

private struct EntryMaker: ParameterVisitor {
    let counts: [Int]
    var path: [String] = []
    var entries: [any StateEntry] = []

    init(counts: [Int]) { self.counts = counts }

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        let count: Int = entries.count < counts.count ? counts[entries.count] : 0
        let tensors = [Tensor<Scalar>](repeating: Tensor(zeros: parameter.shape), count: count)
        entries.append(TypedStateEntry(shape: parameter.shape, tensors: tensors))
    }
}
