import Tensors

// Surprisal space: a probability p seen as its surprisal I(p) = −log p, in nats. The complement F(p) = 1 − p becomes its
// conjugate G = I ∘ F ∘ I⁻¹ there, and a synapse becomes a sum.
extension Tensor where Scalar: RealScalar {
    // 0 − log p, not its negative: the surprisal of 1 is 0, not −0, whose reciprocals would be −∞.

    /// The surprisals I(p) = −log p of probabilities, in nats: 0 of 1, ∞ of 0, NaN below 0. Within 1 ulp.
    ///
    /// Near 1 the surprisal is as exact as p is; where 1 − p is at hand, `surprisalOfComplement` of it keeps all digits.
    public func surprisal() -> Tensor { 0 - log() }

    /// The surprisals I(1 − q) = −log(1 − q) of the complements of probabilities q, exact near 0. Within 1 ulp.
    public func surprisalOfComplement() -> Tensor { 0 - (-self).log1p() }

    /// The probabilities I⁻¹(u) = e⁻ᵘ of surprisals. Within 1 ulp.
    public func probability() -> Tensor { (-self).exp() }

    /// The complements F(p) = 1 − p of probabilities.
    public func complement() -> Tensor { 1 - self }

    /// The surprisals G(u) = −log(1 − e⁻ᵘ) of the complements of events of surprisal u: the conjugate of the complement,
    /// G = I ∘ F ∘ I⁻¹.
    ///
    /// G is its own inverse, falls from ∞ at 0 to 0 at ∞, and is NaN below 0. Within 3 ulp over the whole range, where
    /// 1 − e⁻ᵘ itself would lose its digits near 0 and its logarithm near ∞. Its slope is the negative Bose–Einstein
    /// distribution, −1/(eᵘ − 1): infinite at 0.
    ///
    /// Source: C. Li, "Synaptic Neural Network and synapse learning"; M. Mächler, "Accurately computing
    /// log(1 − exp(−|a|))", 2012.
    public func surprisalComplement() -> Tensor { -log1mexp() }

    /// The Bose–Einstein distribution 1/(eᵘ − 1): the mean number of particles in a state whose energy is u above the
    /// chemical potential, in units of kT. ∞ at 0, NaN for NaN, negative below 0. Within 3 ulp.
    public func boseEinstein() -> Tensor { expm1().reciprocal() }
}
