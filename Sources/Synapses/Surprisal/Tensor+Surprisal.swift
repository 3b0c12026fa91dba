import Tensors

// Surprisal space represents a probability p by its surprisal I(p) = −log p, in nats. There the complement F(p) = 1 − p
// becomes its conjugate G = I ∘ F ∘ I⁻¹, and a synapse becomes a sum.
extension Tensor where Scalar: RealScalar {
    // `0 − log p` instead of `−log p`: the surprisal of 1 is then 0 and not −0, whose reciprocal is −∞.

    /// Returns the surprisals I(p) = −log p of probabilities, in nats: 0 of 1, ∞ of 0, NaN below 0. Within 1 ulp.
    /// Differentiable.
    ///
    /// Near 1 the surprisal is as accurate as p. If 1 − p is known, `surprisalOfComplement` of it keeps all digits.
    public func surprisal() -> Tensor { 0 - log() }

    /// Returns the surprisals I(1 − q) = −log(1 − q) of the complements of probabilities q, accurate near 0. Within 1
    /// ulp. Differentiable.
    public func surprisalOfComplement() -> Tensor { 0 - (-self).log1p() }

    /// Returns the probabilities I⁻¹(u) = e⁻ᵘ of surprisals. Within 1 ulp. Differentiable.
    public func probability() -> Tensor { (-self).exp() }

    /// Returns the complements F(p) = 1 − p of probabilities. Differentiable.
    public func complement() -> Tensor { 1 - self }

    /// Returns the surprisals G(u) = −log(1 − e⁻ᵘ) of the complements of events with surprisal u: the conjugate of the
    /// complement, G = I ∘ F ∘ I⁻¹.
    ///
    /// G is its own inverse. It falls from ∞ at 0 to 0 at ∞, and is NaN below 0. Within 3 ulp everywhere; 1 − e⁻ᵘ
    /// itself would lose digits near 0, and its logarithm near ∞. The derivative is the negative Bose–Einstein
    /// distribution −1/(eᵘ − 1), infinite at 0.
    ///
    /// Source: C. Li, "Synaptic Neural Network and synapse learning"; M. Mächler, "Accurately computing log(1 −
    /// exp(−|a|))", 2012.
    public func surprisalComplement() -> Tensor { -log1mexp() }

    /// Returns the Bose–Einstein distribution 1/(eᵘ − 1): the mean number of particles in a state whose energy is u
    /// above the chemical potential, in units of kT. ∞ at 0, NaN for NaN, negative below 0. Within 3 ulp.
    /// Differentiable.
    public func boseEinstein() -> Tensor { expm1().reciprocal() }
}
