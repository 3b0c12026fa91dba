import Tensors

/// The outputs of a synapse layer as sums of the inputs' shares. In surprisal space the layer is a sum, so each input's
/// share of each output is exact.
///
/// `−log y_i = θ_i + u_i + Σ_j G_ij`, every term in nats: the layer's own share θ_i = −log α_i, the excitation's share
/// u_i = −log x_i, and the share −log(1 − β_ij·x_j) by which input j inhibits output i. The terms add up to the
/// surprisal, up to rounding.
public struct SynapseExplanation<Scalar: RealScalar>: Sendable {
    /// θ: `[outputs]`; 0 where the layer has no α.
    public let offset: Tensor<Scalar>
    /// u: `[N, outputs]`; `nil` where the layer has no excitatory term.
    public let excitation: Tensor<Scalar>?
    /// G: `[N, outputs, inputs]`. Negative where a β below 0 raises the output; ∞ where a factor is 0; NaN where a
    /// factor is negative.
    public let inhibition: Tensor<Scalar>

    /// The sum of the shares, −log y: `[N, outputs]`.
    public var surprisal: Tensor<Scalar> {
        let inhibited: Tensor<Scalar> = inhibition.sum(axis: 2) + offset
        return excitation.map { inhibited + $0 } ?? inhibited
    }

    /// Each input's share of weighted sums of the outputs' surprisals, such as the scores of an affine layer that reads
    /// them: `C_cj = Σ_i w_ci · G_ij + w_cj · u_j`. The second term exists where the layer has an excitatory term.
    ///
    /// - Parameter weight: `[classes, outputs]`; another number of outputs traps.
    /// - Returns: `[N, classes, inputs]`. Their sum over the inputs plus `Σ_i w_ci · θ_i` is `Σ_i w_ci · (−log y_i)`.
    public func shares(weight: Tensor<Scalar>) -> Tensor<Scalar> {
        require(
            weight.rank == 2 && weight.shape[1] == inhibition.shape[1],
            "shares: weight \(weight.shape) does not fit the outputs of \(inhibition.shape)")
        let inhibited: Tensor<Scalar> = matmul(weight, inhibition)
        guard let excitation else { return inhibited }
        return inhibited + weight * excitation.expandingShape(at: 1)
    }
}

extension Synapse {
    /// Returns the terms of the layer's outputs for each sample of a batch.
    ///
    /// A layer whose product runs across the batch traps, because its outputs depend on other samples too.
    ///
    /// - Parameter input: `[N, inputs]`, in the quantity that the layer takes; another shape traps.
    /// - Complexity: `N · outputs · inputs` logarithms, and as many numbers in memory.
    public func explain(_ input: Tensor<Scalar>) -> SynapseExplanation<Scalar> {
        require(
            coupling == .perSample,
            "explain: the outputs of a layer with coupling acrossBatch depend on other samples too")
        let beta: Tensor<Scalar> = effectiveBeta
        require(
            input.rank == 2 && input.shape[1] == beta.shape[1],
            "explain: input \(input.shape) does not fit beta \(beta.shape)")
        let x: Tensor<Scalar> = takes == .probability ? input : input.probability()
        let surprisal: Tensor<Scalar> = takes == .probability ? input.surprisal() : input
        return SynapseExplanation(
            offset: theta ?? alpha?.surprisal() ?? Tensor(zeros: [beta.shape[0]]),
            excitation: isExcited ? surprisal : nil,
            inhibition: 0 - (-(x.expandingShape(at: 1) * beta)).log1p())
    }
}

/// The scores of an affine head on a synapse layer's surprisals, as sums of the inputs' shares.
public struct ScoreExplanation<Scalar: RealScalar>: Sendable {
    /// The part of each score that no input has a share in: `[classes]`.
    public let constant: Tensor<Scalar>
    /// Each input's share of each score: `[N, classes, inputs]`.
    public let shares: Tensor<Scalar>

    /// The scores, the sums of their parts: `[N, classes]`.
    public var scores: Tensor<Scalar> { shares.sum(axis: 2) + constant }
}

extension Synapse {
    /// Each input's share of each score that `head` computes from the layer's outputs. The shares are exact up to
    /// rounding, for a layer that returns surprisals and an affine head: for example a linear layer after a batch
    /// normalisation in inference.
    ///
    /// Shares of a difference of two scores are nats of log odds between two classes. Differentiable. A layer that
    /// returns probabilities traps.
    ///
    /// - Parameters:
    ///   - input: `[N, inputs]`, in the quantity that the layer takes; another shape traps.
    ///   - head: Computes scores `[N, classes]` from outputs `[N, outputs]`. It is called with 0 and with the unit
    ///     vectors.
    public func explainScores(
        _ input: Tensor<Scalar>, head: (Tensor<Scalar>) -> Tensor<Scalar>
    ) -> ScoreExplanation<Scalar> {
        require(
            returns == .surprisal,
            "explainScores: the layer must return surprisals, because scores of probabilities are not sums of shares")
        let outputs: Int = beta.shape[0]
        let bias: Tensor<Scalar> = head(Tensor(zeros: [1, outputs]))
        let weight: Tensor<Scalar> = (head(Tensor(identity: outputs)) - bias).transposed()
        let explanation: SynapseExplanation<Scalar> = explain(input)
        return ScoreExplanation(
            constant: (weight * explanation.offset).sum(axis: 1) + bias[0], shares: explanation.shares(weight: weight))
    }
}
