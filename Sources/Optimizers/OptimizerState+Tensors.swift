import Differentiation
import Tensors

/// The state as named tensors, which are saved like the tensors of a model. A name contains the positions of the
/// parameter and of the tensor, counted from 0: `3.1` is the second tensor of the fourth parameter. If some parameter
/// has made fewer steps than the optimizer, the tensor `stepCounts` contains the number of steps of each parameter.
extension OptimizerState: Parameterized {
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        for index in entries.indices { visit(&entries[index], String(index), &visitor) }
        guard entries.contains(where: { $0.stepCount != stepCount }) else { return }
        var counts = Tensor<Double>(entries.map { Double($0.stepCount) })
        visitor.visit(&counts, Self.stepCountsName)
        for (index, count) in zip(entries.indices, counts.scalars) {
            entries[index].stepCount = Int(exactly: count) ?? Self.unknown
        }
    }

    private func visit(_ entry: inout some StateEntry, _ name: String, _ visitor: inout some ParameterVisitor) {
        visitor.visit(&entry, name)
    }

    /// The name of the tensor with the number of steps of each parameter.
    package static let stepCountsName = "stepCounts"
    private static let unknown = -1

    /// Creates a state with tensors of zeros for the parameters of a model. A file can then be loaded into this state,
    /// and replaces the zeros.
    ///
    /// - Parameters:
    ///   - model: The model whose parameters the state belongs to.
    ///   - stepCount: The number of steps of the optimizer so far. If this number is 0, the state contains no tensors.
    ///   - tensorsPerParameter: The number of tensors for each parameter, in the order of `visitParameters`.
    ///   - hasStepCounts: Whether the file that is loaded into the state contains the number of steps of each
    ///     parameter.
    public init(
        for model: some Parameterized, stepCount: Int, tensorsPerParameter: [Int], hasStepCounts: Bool = false
    ) {
        let count: Int = hasStepCounts ? Self.unknown : stepCount
        var (copy, maker) = (model, EntryMaker(counts: tensorsPerParameter, stepCount: count))
        copy.visitParameters(&maker)
        self.stepCount = stepCount
        entries = stepCount > 0 ? maker.entries : []
    }

    /// The number of tensors for each parameter, in the order of `visitParameters`.
    package var tensorsPerParameter: [Int] { entries.map(\.tensorCount) }

    /// An error message if the number of steps of a parameter is below 0 or above `stepCount`; otherwise `nil`. No
    /// saved state can have such a number.
    package var fault: String? {
        let wrong: Int? = entries.firstIndex { !(0 ... stepCount).contains($0.stepCount) }
        return wrong.map { "the number of steps of its parameter \($0) is not one within 0 and \(stepCount)" }
    }
}

private struct EntryMaker: ParameterVisitor {
    let counts: [Int]
    let stepCount: Int
    var path: [String] = []
    var entries: [any StateEntry] = []

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        let count: Int = entries.count < counts.count ? counts[entries.count] : 0
        let tensors = [Tensor<Scalar>](repeating: Tensor(zeros: parameter.shape), count: count)
        entries.append(TypedStateEntry(shape: parameter.shape, stepCount: stepCount, tensors: tensors))
    }
}
