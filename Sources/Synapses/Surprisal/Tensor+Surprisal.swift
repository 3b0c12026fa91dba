import Tensors

// Surprisal space represents a probability p by its surprisal I(p) = −log p, in nats. In surprisal space the complement
// F(p) = 1 − p becomes its conjugate G = I ∘ F ∘ I⁻¹, and a synapse becomes a sum.
extension Tensor where Scalar: RealScalar {
    // The code computes `0 − log p` instead of `−log p`, so that the surprisal of 1 is 0 and not −0. The reciprocal of
    // −0 is −∞.

    /// Returns the surprisals I(p) = −log p of probabilities, in nats. I(1) = 0, I(0) = ∞, and I(p) is NaN for p < 0.
    /// The error is at most 1 ulp. Differentiable.
    ///
    /// Near p = 1 the rounding of p limits the accuracy. If q = 1 − p is known, `surprisalOfComplement` of q keeps all
    /// digits.
    public func surprisal() -> Tensor { 0 - log() }

    /// Returns the surprisals I(1 − q) = −log(1 − q) of the complements of probabilities q, accurate also for q near 0.
    /// The error is at most 1 ulp. Differentiable.
    public func surprisalOfComplement() -> Tensor { 0 - (-self).log1p() }

    /// Returns the probabilities I⁻¹(u) = e⁻ᵘ of surprisals. The error is at most 1 ulp. Differentiable.
    public func probability() -> Tensor { (-self).exp() }

    /// Returns the complements F(p) = 1 − p of probabilities. Differentiable.
    public func complement() -> Tensor { 1 - self }

    /// Returns the surprisals G(u) = −log(1 − e⁻ᵘ) of the complements of events with surprisal u: the conjugate of the
    /// complement, G = I ∘ F ∘ I⁻¹.
    ///
    /// G is its own inverse. It decreases from ∞ at 0 to 0 at ∞, and is NaN below 0. The error is at most 3 ulp for
    /// every u. Computing 1 − e⁻ᵘ directly would lose digits for u near 0, and its logarithm would lose digits for
    /// large u. The derivative is the negative Bose–Einstein distribution −1/(eᵘ − 1), which is infinite at 0.
    ///
    /// Source: C. Li, "Synaptic Neural Network and synapse learning"; M. Mächler, "Accurately computing log(1 −
    /// exp(−|a|))", 2012.
    public func surprisalComplement() -> Tensor { -log1mexp() }

    /// Returns the Bose–Einstein distribution 1/(eᵘ − 1): the mean number of particles in a state whose energy is u
    /// above the chemical potential, in units of kT. It is ∞ at 0 and negative below 0. The error is at most 3 ulp.
    /// Differentiable.
    public func boseEinstein() -> Tensor { expm1().reciprocal() }
}
