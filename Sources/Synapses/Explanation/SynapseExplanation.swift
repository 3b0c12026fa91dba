import Tensors

/// Why the outputs of a synapse layer are what they are: in surprisal space the layer is a sum, so each input's share of
/// each output is exact.
///
/// `−log y_i = θ_i + u_i + Σ_j G_ij`, every term in nats: the layer's own share θ_i = −log α_i, the excitation's share
/// u_i = −log x_i, and the share −log(1 − β_ij·x_j) by which input j inhibits output i. Nothing is approximated: the terms
/// add up to the surprisal to rounding.
public struct SynapseExplanation<Scalar: RealScalar>: Sendable {
    /// θ: `[outputs]`.
    public let offset: Tensor<Scalar>
    /// u: `[N, outputs]`; none where the layer has no excitatory term.
    public let excitation: Tensor<Scalar>?
    /// G: `[N, outputs, inputs]`. Negative where a β below 0 raises the output; ∞ where a factor is 0.
    public let inhibition: Tensor<Scalar>

    /// The sum of the shares, −log y: `[N, outputs]`.
    public var surprisal: Tensor<Scalar> {
        let inhibited: Tensor<Scalar> = inhibition.sum(axis: 2) + offset
        return excitation.map { inhibited + $0 } ?? inhibited
    }

    /// Each input's share of weighted sums of the outputs' surprisals, such as the scores of an affine layer that reads
    /// them: `C_cj = Σ_i w_ci · G_ij + w_cj · u_j`, the latter where the layer has an excitatory term.
    ///
    /// - Parameter weight: `[classes, outputs]`.
    /// - Returns: `[N, classes, inputs]`. Their sum over the inputs and `Σ_i w_ci · θ_i` are `Σ_i w_ci · (−log y_i)`.
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
    /// The terms of the layer's outputs for each sample of a batch. The product runs over each sample alone.
    ///
    /// - Parameter input: `[N, inputs]`, what the layer takes.
    /// - Cost: `N · outputs · inputs` logarithms and as many numbers of memory.
    public func explain(_ input: Tensor<Scalar>) -> SynapseExplanation<Scalar> {
        require(
            coupling == .perSample, "explain: outputs that depend on the rest of the batch have no terms of their own")
        let beta: Tensor<Scalar> = effectiveBeta
        require(
            input.rank == 2 && input.shape[1] == beta.shape[1],
            "explain: input \(input.shape) does not fit beta \(beta.shape)")
        let x: Tensor<Scalar> = takes == .probability ? input : input.probability()
        let own: Tensor<Scalar> = takes == .probability ? input.surprisal() : input
        return SynapseExplanation(
            offset: theta ?? alpha?.surprisal() ?? Tensor(zeros: [beta.shape[0]]),
            excitation: isExcited ? own : nil,
            inhibition: 0 - (-(x.expandingShape(at: 1) * beta)).log1p())
    }
}

/// Where the scores come from that an affine head reads from a synapse layer's surprisals.
public struct ScoreExplanation<Scalar: RealScalar>: Sendable {
    /// What no input has a share in: `[classes]`.
    public let constant: Tensor<Scalar>
    /// Each input's share of each score: `[N, classes, inputs]`.
    public let shares: Tensor<Scalar>

    /// The scores, sums of their parts: `[N, classes]`.
    public var scores: Tensor<Scalar> { shares.sum(axis: 2) + constant }
}

extension Synapse {
    /// Each input's share of each score that `head` gives to the layer's outputs: exact to rounding, for a layer that
    /// returns surprisals and an affine head, which a linear layer after a batch normalisation is in inference.
    ///
    /// Shares of a difference of two scores are nats of log odds between two classes. Derivatives flow through the tape.
    ///
    /// - Parameters:
    ///   - input: `[N, inputs]`, what the layer takes.
    ///   - head: Scores `[N, classes]` of outputs `[N, outputs]`. It is asked for 0 and the unit vectors.
    public func explainScores(
        _ input: Tensor<Scalar>, head: (Tensor<Scalar>) -> Tensor<Scalar>
    ) -> ScoreExplanation<Scalar> {
        require(
            returns == .surprisal, "explainScores: of a layer that returns probabilities, scores are no sum of shares")
        let outputs: Int = beta.shape[0]
        let bias: Tensor<Scalar> = head(Tensor(zeros: [1, outputs]))
        let weight: Tensor<Scalar> = (head(Tensor(identity: outputs)) - bias).transposed()
        let explanation: SynapseExplanation<Scalar> = explain(input)
        return ScoreExplanation(
            constant: (weight * explanation.offset).sum(axis: 1) + bias[0], shares: explanation.shares(weight: weight))
    }
}
