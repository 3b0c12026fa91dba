import Foundation
import Tensors

/// The odds p / (1 − p) of a probability: 0 of 0, 1 of ½, ∞ of 1.
public func odds(_ p: Double) -> Double { p / (1 - p) }

/// The logarithm of the odds, log p − log(1 − p), in nats: −∞ of 0, 0 of ½, ∞ of 1. Exact where p is tiny; near 1 as exact
/// as 1 − p is.
public func logOdds(_ p: Double) -> Double { log(p) - log1p(-p) }

/// The ratio of the odds of two probabilities, odds(p) / odds(q).
public func oddsRatio(_ p: Double, _ q: Double) -> Double { (p * (1 - q)) / (q * (1 - p)) }

/// The ratio of two probabilities, p / q.
public func relativeRisk(_ p: Double, _ q: Double) -> Double { p / q }

extension Tensor where Scalar: RealScalar {
    /// The odds p / (1 − p) of probabilities.
    public func odds() -> Tensor { self / (1 - self) }

    /// log p − log(1 − p) of probabilities, in nats.
    public func logOdds() -> Tensor { log() - (-self).log1p() }
}

extension SynapseFunction {
    /// What is left when excitation and inhibition are swapped, S(x, y) / S(y, x): by the swap equation
    /// `odds(β·x) / odds(β·y)`, whatever α is.
    ///
    /// At β = 1 it is the odds ratio of x and y, as β goes to 0 their relative risk x / y, and in between something between
    /// the two. The difference does not depend on β at all: `S(x, y) − S(y, x) = α·(x − y)`.
    ///
    /// Source: C. Li, "Synaptic Neural Network and synapse learning".
    public func swapRatio(_ x: Tensor<Scalar>, _ y: Tensor<Scalar>) -> Tensor<Scalar> {
        x * (1 - y * beta) / (y * (1 - x * beta))
    }
}
