/// Leaves of a computation and what came of them: the tape's interface for `Differentiation`.
package final class DifferentiationScope {
    private let tape: Tape
    package let isOutermost: Bool
    private let firstLeaf: Int
    private var leafCount = 0

    fileprivate init(tape: Tape, isOutermost: Bool) {
        self.tape = tape
        self.isOutermost = isOutermost
        firstLeaf = tape.position
    }

    /// Calls `body` with a new scope, on the tape of the enclosing scope where there is one.
    package static func with<Result>(_ body: (DifferentiationScope) throws -> Result) rethrows -> Result {
        if let tape = Tape.recording { return try body(DifferentiationScope(tape: tape, isOutermost: false)) }
        let tape = Tape()
        return try Tape.$current.withValue(tape) { try body(DifferentiationScope(tape: tape, isOutermost: true)) }
    }

    /// `value` as a variable of this scope. All leaves come before the first operation.
    package func leaf<Scalar: RealScalar>(_ value: Tensor<Scalar>) -> Tensor<Scalar> {
        require(tape.position == firstLeaf + leafCount, "gradient: a leaf was made after an operation")
        leafCount += 1
        let outer: Variable = value.variable
        let result: Tensor<Scalar> = tape.record(value) { [unowned tape] cotangent in
            tape.accumulate(cotangent, to: outer)
        }
        tape.trace?.add(TensorOperation("identity", value), result)
        return result
    }

    /// The derivatives of `loss`, a scalar, by the leaves: computes them all, to be read with `gradient(of:)`.
    package func differentiate<Scalar: RealScalar>(_ loss: Tensor<Scalar>) {
        require(loss.count == 1, "gradient: the loss must be a single number, its shape is \(loss.shape)")
        guard tape.tracks(loss.variable), Int(loss.variable.node) >= firstLeaf else { return }
        tape.runBackwards(
            from: loss.variable, cotangent: Tensor<Scalar>(ones: loss.shape),
            leaves: firstLeaf ..< firstLeaf + leafCount,
            isOutermost: isOutermost)
        end = Int(loss.variable.node) + 1
    }

    private var end = 0

    /// The derivative by a leaf, zero where the loss does not depend on it.
    package func gradient<Scalar: RealScalar>(of leaf: Tensor<Scalar>) -> Tensor<Scalar> {
        tape.cotangent(of: leaf.variable, as: Scalar.self) ?? Tensor(zeros: leaf.shape)
    }

    /// To be called after the gradients have been read, for an enclosing scope that runs backwards again.
    package func finish() {
        if !isOutermost { tape.forgetCotangents(from: firstLeaf, through: max(end, firstLeaf + leafCount)) }
    }
}
