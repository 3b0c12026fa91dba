import Tensors

/// The synapse function of an excitatory and an inhibitory channel: `S(x, y; α, β) = α · x · (1 − β · y)`.
///
/// x is the open probability of the excitatory channel, y is the open probability of the inhibitory channel. In a
/// synapse α > 0 and 0 < β < 1, but the function is a polynomial and is defined for all numbers. x and y are broadcast
/// to a common shape. Differentiable with respect to x and y.
///
/// Source: C. Li, "Synaptic Neural Network and synapse learning".
public struct SynapseFunction<Scalar: RealScalar>: Sendable, Hashable {
    /// α, the strength of excitation.
    public var alpha: Scalar
    /// β, the strength of inhibition.
    public var beta: Scalar

    /// Creates a synapse function from the strengths α and β.
    ///
    /// - Parameters:
    ///   - alpha: α, the strength of excitation.
    ///   - beta: β, the strength of inhibition.
    public init(alpha: Scalar = 1, beta: Scalar = 1) { (self.alpha, self.beta) = (alpha, beta) }

    /// Returns S(x, y) = α · x · (1 − β · y) for every pair of open probabilities x and y, in the broadcast shape of x
    /// and y. α is `alpha`, and β is `beta`. Traps if the shapes do not broadcast.
    public func callAsFunction(_ x: Tensor<Scalar>, _ y: Tensor<Scalar>) -> Tensor<Scalar> {
        x * alpha * (1 - y * beta)
    }

    /// Returns the partial derivatives of S(x, y) = α · x · (1 − β · y) for open probabilities x and y, where α is
    /// `alpha` and β is `beta`: `∂S/∂x = α(1 − βy)`, `∂S/∂y = −αβx`, `∂S/∂α = x(1 − βy)`, `∂S/∂β = −αxy`. Each
    /// derivative has the broadcast shape of the tensors in its formula: `∂S/∂x` has the shape of y, and `∂S/∂y` has
    /// the shape of x. Traps if the shapes of x and y do not broadcast.
    public func partialDerivatives(
        _ x: Tensor<Scalar>, _ y: Tensor<Scalar>
    ) -> (x: Tensor<Scalar>, y: Tensor<Scalar>, alpha: Tensor<Scalar>, beta: Tensor<Scalar>) {
        let open: Tensor<Scalar> = 1 - y * beta
        return (open * alpha, x * (-alpha * beta), x * open, x * y * (-alpha))
    }

    /// The same synapse in surprisal space, with θ = −log α and γ = −log β, where α is `alpha` and β is `beta`. θ is
    /// NaN if α is negative, and γ is NaN if β is negative.
    public var inSurprisalSpace: SurprisalSynapseFunction<Scalar> {
        SurprisalSynapseFunction(
            theta: Tensor<Scalar>(alpha).surprisal().scalar, gamma: Tensor<Scalar>(beta).surprisal().scalar)
    }
}

/// The synapse function S in surprisal space, where the surprisal I(S) = −log S is a sum: `I(S) = θ + u + G(γ + v)`.
///
/// u is the surprisal of the open probability of the excitatory channel, and v is the surprisal of the open probability
/// of the inhibitory channel. θ = I(α) is the surprisal of the strength of excitation, γ = I(β) is the surprisal of the
/// strength of inhibition, and G is the function `surprisalComplement`.
///
/// Source: C. Li, "Synaptic Neural Network and synapse learning".
public struct SurprisalSynapseFunction<Scalar: RealScalar>: Sendable, Hashable {
    /// θ = −log α, the surprisal of the strength α of excitation. θ is negative if α is above 1.
    public var theta: Scalar
    /// γ = −log β, the surprisal of the strength β of inhibition.
    public var gamma: Scalar

    /// Creates a synapse function from the surprisals θ and γ.
    ///
    /// - Parameters:
    ///   - theta: θ = −log α, the surprisal of the strength α of excitation.
    ///   - gamma: γ = −log β, the surprisal of the strength β of inhibition.
    public init(theta: Scalar = 0, gamma: Scalar = 0) { (self.theta, self.gamma) = (theta, gamma) }

    /// Returns the surprisal I(S) = θ + u + G(γ + v) for every pair of an excitatory surprisal u and an inhibitory
    /// surprisal v, in the broadcast shape of u and v. θ is `theta`, γ is `gamma`, and G is the function
    /// `surprisalComplement`. An element is NaN if γ + v is below 0, because the factor 1 − e^−(γ + v) is then negative
    /// and has no logarithm. Traps if the shapes do not broadcast.
    public func callAsFunction(_ u: Tensor<Scalar>, _ v: Tensor<Scalar>) -> Tensor<Scalar> {
        u + theta + (v + gamma).surprisalComplement()
    }

    /// Returns the partial derivatives of the surprisal I(S) = θ + u + G(γ + v), where G is `surprisalComplement`, for
    /// excitatory surprisals u and inhibitory surprisals v. The derivatives with respect to u and θ (`theta`) are 1.
    /// The derivatives with respect to v and γ are equal to the negative Bose–Einstein distribution
    /// `−1/(e^(γ + v) − 1)` at the energy γ and the chemical potential −v, where γ is `gamma`. The derivatives with
    /// respect to u and θ have the broadcast shape of u and v. The derivatives with respect to v and γ have the shape
    /// of v. Traps if the shapes of u and v do not broadcast.
    public func partialDerivatives(
        _ u: Tensor<Scalar>, _ v: Tensor<Scalar>
    ) -> (u: Tensor<Scalar>, v: Tensor<Scalar>, theta: Tensor<Scalar>, gamma: Tensor<Scalar>) {
        guard let shape = Shape.broadcast(u.shape, v.shape) else {
            fatalError("partialDerivatives: the shapes \(u.shape) and \(v.shape) cannot be broadcast")
        }
        let ones = Tensor<Scalar>(ones: shape)
        let occupation: Tensor<Scalar> = -(v + gamma).boseEinstein()
        return (ones, occupation, ones, occupation)
    }

    /// The same synapse in terms of probabilities, with α = e^−θ and β = e^−γ, where θ is `theta` and γ is `gamma`.
    public var inProbabilitySpace: SynapseFunction<Scalar> {
        SynapseFunction(
            alpha: Tensor<Scalar>(theta).probability().scalar, beta: Tensor<Scalar>(gamma).probability().scalar)
    }
}
