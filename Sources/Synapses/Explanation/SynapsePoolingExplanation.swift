import Tensors

/// An explanation of pooled events by shares of the instances. The surprisal that the event does not occur is a sum with
/// a term for the leak and for each instance, so the shares are exact.
///
/// The sum is `−log(1 − P) = −log(1 − λ) − Σ_i log(1 − β·x_i)`, with every term in nats.
public struct SynapsePoolingExplanation<Scalar: RealScalar>: Sendable {
    /// The term −log(1 − λ) of the leak, of shape `[channels]`; 0 if the layer has no leak.
    public let leak: Tensor<Scalar>
    /// The term −log(1 − β·x) of each instance, of shape `[sets, instances, channels]`; 0 for an instance that does not
    /// take part. An element is ∞ if 1 − β·x is 0, and NaN if 1 − β·x is negative.
    public let instances: Tensor<Scalar>

    /// The sum of the terms, which is the surprisal −log(1 − P) that the event does not occur, of shape
    /// `[sets, channels]`.
    public var surprisal: Tensor<Scalar> { instances.sum(axis: 1) + leak }

    /// The share of each instance in the surprisal, of shape `[sets, instances, channels]`. The shares of all instances
    /// and of the leak add up to 1. The shares are NaN if the surprisal is 0 or ∞.
    public var instanceShares: Tensor<Scalar> { instances / surprisal.expandingShape(at: 1) }

    /// The share of the leak in the surprisal, of shape `[sets, channels]`.
    public var leakShare: Tensor<Scalar> { leak / surprisal }

    /// The probability that each instance alone brings the event about, β·x, of shape `[sets, instances, channels]`.
    public var sufficiency: Tensor<Scalar> { -(-instances).expm1() }
}

extension SynapsePooling {
    /// Returns the terms and the shares of the instances in each event, for each set of a batch. Differentiable.
    ///
    /// - Parameters:
    ///   - input: The instances, `[sets, instances, channels]`: probabilities or surprisals, according to `takes`.
    ///     Another shape traps.
    ///   - mask: True for the instances that take part, `[sets, instances]`; another shape traps.
    /// - Complexity: The method computes a logarithm for each element of the input, and allocates memory for the same
    ///   number of elements.
    public func explain(
        _ input: Tensor<Scalar>, mask: Tensor<Bool>? = nil
    ) -> SynapsePoolingExplanation<Scalar> {
        let beta: Tensor<Scalar> = effectiveBeta
        require(
            input.rank == 3 && input.shape[2] == beta.shape[0],
            "explain: input \(input.shape) does not fit beta \(beta.shape)")
        let x: Tensor<Scalar> = takes == .probability ? input : input.probability()
        var terms: Tensor<Scalar> = (x * beta).surprisalOfComplement()
        if let mask {
            require(
                mask.shape == [input.shape[0], input.shape[1]],
                "explain: mask \(mask.shape) is not of the leading axes of input \(input.shape)")
            terms = select(mask.expandingShape(at: 2), terms, Tensor(0))
        }
        return SynapsePoolingExplanation(
            leak: effectiveLeak?.surprisalOfComplement() ?? Tensor(zeros: beta.shape), instances: terms)
    }
}
