import Tensors

/// An explanation of the outputs y of a synapse layer by shares of the inputs x. The surprisal of each output is a sum
/// with a term for each input, so the shares are exact. `Synapse.explain` and `GatedSynapse.explain` return explanations;
/// the following formula is the one of `Synapse`.
///
/// The sum is `−log y_i = θ_i + u_i + Σ_j G_ij`, with every term in nats. α and β are the parameters of `Synapse`. θ_i
/// = −log α_i is the share of the layer itself. u_i = −log x_i is the share of the excitation by input i. G_ij = −log(1
/// − β_ij·x_j) is the share by which input j inhibits output i. The sum of the terms equals the surprisal up to
/// rounding.
public struct SynapseExplanation<Scalar: RealScalar>: Sendable {
    /// θ = −log α, the share of the layer itself, of shape `[outputs]`; 0 if the layer has neither α nor θ.
    public let offset: Tensor<Scalar>
    /// u = −log x for N samples, the share of the excitation, of shape `[N, outputs]`; `nil` if the layer has no
    /// excitatory term.
    public let excitation: Tensor<Scalar>?
    /// G = −log(1 − β·x) for N samples, the shares of the inhibitions, of shape `[N, outputs, inputs]`. An element is
    /// negative if β·x is negative, ∞ if 1 − β·x is 0, and NaN if 1 − β·x is negative.
    public let inhibition: Tensor<Scalar>
    /// The share of the upper limit of a gate for N samples, of shape `[N, outputs]`: 0 for an output below its limit,
    /// otherwise the positive difference between the logarithm of the gate and the limit. The share is `nil` if the layer
    /// has no such limit.
    public let limitation: Tensor<Scalar>?

    /// The sum of the shares, which is the surprisal −log y of each output y, of shape `[N, outputs]` for N samples.
    public var surprisal: Tensor<Scalar> {
        let inhibited: Tensor<Scalar> = inhibition.sum(axis: 2) + offset
        return [excitation, limitation].reduce(inhibited) { sum, share in share.map { sum + $0 } ?? sum }
    }

    /// Returns the shares C of the inputs in weighted sums of the outputs' surprisals:
    /// `C_cj = Σ_i w_ci · G_ij + w_cj · u_j` is the share of input j in sum c. i counts the outputs. w is `weight`, G
    /// is `inhibition`, u is `excitation`, and θ is `offset`. The scores of an affine layer after the synapse layer are
    /// such sums. The term `w_cj · u_j` is present only if the layer has an excitatory term.
    ///
    /// - Parameter weight: The weights w, of shape `[classes, outputs]`. Another rank or another number of outputs
    ///   traps.
    /// - Returns: C, of shape `[N, classes, inputs]` for N samples. For each class c, `Σ_j C_cj + Σ_i w_ci · θ_i`
    ///   equals `Σ_i w_ci · (−log y_i)`, where y are the outputs of the synapse layer. If the layer has a limit, the
    ///   first sum lacks `Σ_i w_ci · l_i`, where l is `limitation`.
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
    /// Returns the shares of the inputs in the surprisal of each output, for each sample of a batch.
    ///
    /// Traps if the layer's coupling is `acrossBatch`, because the outputs for a sample then depend on other samples
    /// too.
    ///
    /// - Parameter input: The inputs of the layer, `[N, inputs]`: probabilities or surprisals, according to `takes`.
    ///   Another shape traps.
    /// - Complexity: The method computes `N · outputs · inputs` logarithms, and allocates memory for the same number of
    ///   elements.
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
            inhibition: inhibitionShares(x, beta), limitation: nil)
    }
}

/// Returns the shares G_ij = −log(1 − β_ij·x_j) of the inhibitions, `[N, outputs, inputs]`, for open probabilities x,
/// `[N, inputs]`, and β, `[outputs, inputs]`.
func inhibitionShares<Scalar: RealScalar>(_ x: Tensor<Scalar>, _ beta: Tensor<Scalar>) -> Tensor<Scalar> {
    0 - (-(x.expandingShape(at: 1) * beta)).log1p()
}

/// An explanation of scores by shares of the inputs. An affine head computes the scores from the surprisals that a
/// synapse layer returns.
public struct ScoreExplanation<Scalar: RealScalar>: Sendable {
    /// The part of each score that does not depend on the inputs, of shape `[classes]`.
    public let constant: Tensor<Scalar>
    /// The share of each input in each score, of shape `[N, classes, inputs]` for N samples.
    public let shares: Tensor<Scalar>

    /// The scores, computed as the sum of the shares plus the constant, of shape `[N, classes]` for N samples.
    public var scores: Tensor<Scalar> { shares.sum(axis: 2) + constant }
}

extension Synapse {
    /// Returns the share of each input in each score that `head` computes from the layer's outputs. The shares are
    /// exact up to rounding if the head is affine. An example of such a head is a batch normalisation in inference
    /// followed by a linear layer.
    ///
    /// If the scores are logits, the difference between the shares of two classes is in nats of log odds.
    /// Differentiable. Traps if the layer returns probabilities, or if the layer's coupling is `acrossBatch`.
    ///
    /// - Parameters:
    ///   - input: The inputs of the layer, `[N, inputs]`: probabilities or surprisals, according to `takes`. Another
    ///     shape traps.
    ///   - head: Returns scores `[N, classes]` for layer outputs `[N, outputs]`. The method calls `head` twice: with a
    ///     row of zeros, and with the identity matrix.
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
