/// A single differentiation: its leaves, its backward pass and its gradients. The module `Differentiation` uses the
/// tape only through this class. A leaf is a tensor with respect to which the scope computes a derivative.
package final class DifferentiationScope {
    private let tape: Tape
    /// Whether no other differentiation encloses this differentiation.
    package let isOutermost: Bool
    /// The position of the first leaf on the tape.
    private let firstLeaf: Int
    private var leafCount = 0
    /// The position after the node of the loss, at which the backward pass started; 0 before the backward pass.
    private var end = 0

    fileprivate init(tape: Tape, isOutermost: Bool) {
        self.tape = tape
        self.isOutermost = isOutermost
        firstLeaf = tape.position
    }

    /// Calls `body` with a new scope and returns the result of `body`. The scope uses the tape of the enclosing scope,
    /// or a new tape if there is no enclosing scope. Rethrows the error of `body`.
    package static func with<Result>(_ body: (DifferentiationScope) throws -> Result) rethrows -> Result {
        if let tape = Tape.recording { return try body(DifferentiationScope(tape: tape, isOutermost: false)) }
        return try TapesUnderWay.during {
            let tape = Tape()
            return try Tape.$current.withValue(tape) { try body(DifferentiationScope(tape: tape, isOutermost: true)) }
        }
    }

    /// Returns `value` as a leaf of this scope. Traps if the scope has already recorded an operation, because all
    /// leaves precede the first operation.
    package func leaf<Scalar: RealScalar>(_ value: Tensor<Scalar>) -> Tensor<Scalar> {
        require(tape.position == firstLeaf + leafCount, "gradient: a leaf was made after an operation")
        leafCount += 1
        let outer: Variable = value.variable
        _ = tape.tracks(outer)
        let result: Tensor<Scalar> = tape.record(value) { [unowned tape] cotangent in
            tape.accumulate(cotangent, to: outer)
        }
        tape.trace?.add(TensorOperation("identity", value), result)
        return result
    }

    /// Calls `body` once for each leaf, with the number of the leaf, from 0, as soon as the backward pass has completed
    /// the derivative of the leaf. `gradient(of:)` then returns this derivative. Call this method after all leaves are
    /// made and before the first operation. Traps unless this differentiation is the outermost.
    package func reportLeaves(_ body: @escaping (_ leaf: Int) -> Void) {
        require(isOutermost, "gradient: only the outermost differentiation reports its leaves")
        tape.leafReports = LeafReports(firstLeaf: firstLeaf, count: leafCount, body)
    }

    /// Computes the derivatives of `loss` with respect to all leaves; `gradient(of:)` returns them. Does nothing if
    /// `loss` does not depend on a leaf. Traps unless `loss` has exactly one element.
    package func differentiate<Scalar: RealScalar>(_ loss: Tensor<Scalar>) {
        require(loss.count == 1, "gradient: the loss must be a single number, its shape is \(loss.shape)")
        guard tape.tracks(loss.variable), Int(loss.variable.node) >= firstLeaf else {
            tape.leafReports?.reportRest()
            return
        }
        tape.runBackwards(
            from: loss.variable, cotangent: Tensor<Scalar>(ones: loss.shape),
            leaves: firstLeaf ..< firstLeaf + leafCount,
            isOutermost: isOutermost)
        end = Int(loss.variable.node) + 1
    }

    /// Returns the gradient of the inner product ⟨cotangent, value⟩ with respect to `leaf`; zeros if `value` does not
    /// depend on the leaf. `cotangent` has the shape of `value`.
    ///
    /// The function then clears the cotangents of all nodes, so that a call with another cotangent can follow.
    package func pullBack<Scalar: RealScalar>(
        _ cotangent: Tensor<Scalar>, through value: Tensor<Scalar>, to leaf: Tensor<Scalar>
    ) -> Tensor<Scalar> {
        guard tape.tracks(value.variable), Int(value.variable.node) >= firstLeaf else {
            return Tensor(zeros: leaf.shape)
        }
        tape.runBackwards(
            from: value.variable, cotangent: cotangent, leaves: firstLeaf ..< firstLeaf + leafCount,
            isOutermost: isOutermost, keepsNodes: true)
        defer { tape.forgetCotangents(from: firstLeaf, through: Int(value.variable.node) + 1) }
        return gradient(of: leaf)
    }

    /// Returns the derivative of the loss with respect to `leaf`, in the shape of the leaf; zeros if the loss does not
    /// depend on the leaf.
    package func gradient<Scalar: RealScalar>(of leaf: Tensor<Scalar>) -> Tensor<Scalar> {
        tape.cotangent(of: leaf.variable, as: Scalar.self) ?? Tensor(zeros: leaf.shape)
    }

    /// Ends the scope. Clears the cotangents, so that an enclosing scope can run its backward pass. The gradients must
    /// have been read before.
    package func finish() {
        if !isOutermost { tape.forgetCotangents(from: firstLeaf, through: max(end, firstLeaf + leafCount)) }
    }
}
