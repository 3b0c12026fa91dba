import Tensors

// Surprisal space represents a probability p by its surprisal I(p) = −log p, in nats. In surprisal space the complement
// F(p) = 1 − p becomes its conjugate G = I ∘ F ∘ I⁻¹, and a synapse becomes a sum.
extension Tensor where Scalar: RealScalar {
    // The code computes `0 − log p` instead of `−log p`, so that the surprisal of 1 is 0 and not −0. The reciprocal of
    // −0 is −∞.

    /// Returns the surprisals I(p) = −log p of probabilities, in nats. I(1) is 0, I(0) is ∞, and I(p) is NaN for p < 0.
    /// The error is at most 1 ulp. Differentiable.
    ///
    /// Near p = 1 the rounding of p limits the accuracy. If q = 1 − p is known, `surprisalOfComplement` of q keeps all
    /// digits.
    public func surprisal() -> Tensor { 0 - log() }

    /// Returns the surprisals I(1 − q) = −log(1 − q) of the complements of probabilities q, in nats. The result is ∞
    /// for q = 1 and NaN for q > 1. The error is at most 1 ulp, also for q near 0. Differentiable.
    public func surprisalOfComplement() -> Tensor { 0 - (-self).log1p() }

    /// Returns the probabilities I⁻¹(u) = e⁻ᵘ of surprisals. The error is at most 1 ulp. Differentiable.
    public func probability() -> Tensor { (-self).exp() }

    /// Returns the complements F(p) = 1 − p of probabilities. Differentiable.
    public func complement() -> Tensor { 1 - self }

    /// Returns G(u) = −log(1 − e⁻ᵘ): if u is the surprisal of an event, G(u) is the surprisal of the complement of the
    /// event. G = I ∘ F ∘ I⁻¹, where I is `surprisal` and F is `complement`.
    ///
    /// G(G(u)) = u. G decreases from ∞ at u = 0 to 0 at u = ∞, and G(u) is NaN for u < 0. The error is at most 3 ulp
    /// for every u. A direct computation of 1 − e⁻ᵘ would lose digits for u near 0. A direct computation of the
    /// logarithm would lose digits for large u. The derivative is the negative Bose–Einstein distribution −1/(eᵘ − 1),
    /// which is infinite at 0.
    ///
    /// Source: C. Li, "Synaptic Neural Network and synapse learning"; M. Mächler, "Accurately computing log(1 −
    /// exp(−|a|))", 2012.
    public func surprisalComplement() -> Tensor { -log1mexp() }

    /// Returns the Bose–Einstein distribution 1/(eᵘ − 1): the mean number of particles in a state whose energy is u
    /// above the chemical potential, in units of kT. The result is ∞ for u = 0 and negative for u < 0. The error is at
    /// most 3 ulp. Differentiable.
    public func boseEinstein() -> Tensor { expm1().reciprocal() }
}
