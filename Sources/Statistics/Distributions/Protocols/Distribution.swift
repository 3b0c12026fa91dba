public import Tensors

/// A probability distribution, or a batch of distributions of one family.
///
/// The parameters are tensors, which are broadcast to a common shape: `batchShape`. An outcome is a tensor of shape
/// `eventShape`, which is `[]` for the distribution of a number. A sample has the shape
/// `[sample shape…, batch shape…, event shape…]`.
///
/// The density of a continuous distribution is the probability density. The density of a discrete distribution is the
/// probability of the outcome.
///
/// A parameter outside of its domain, such as a negative scale, an infinite mean or NaN, makes every result of the same
/// element of the batch NaN. Shapes that do not broadcast trap.
public protocol Distribution<Scalar>: Sendable {
    /// The scalar type of parameters, densities and moments.
    associatedtype Scalar: RealScalar
    /// The scalar type of outcomes: `Scalar`, or `Int` for categories.
    associatedtype Outcome: TensorScalar = Scalar

    /// The common shape of the parameters.
    var batchShape: Shape { get }
    /// The shape of one outcome: `[]` for a number, `[n]` for a vector.
    var eventShape: Shape { get }

    /// Returns the logarithm of the density at an outcome, or of the outcome's probability if the distribution is
    /// discrete. The result is −∞ outside of the support, and the derivatives of the result are NaN there. An outcome
    /// of a discrete distribution is a constant for differentiation.
    ///
    /// - Parameter value: Outcomes of shape `[…, event shape…]`. The leading axes are broadcast against `batchShape`;
    ///   shapes that do not broadcast trap.
    func logDensity(at value: Tensor<Outcome>) -> Tensor<Scalar>
    /// Returns the density at an outcome, or the outcome's probability if the distribution is discrete. The result and
    /// its derivatives are 0 outside of the support.
    ///
    /// - Parameter value: Outcomes: see `logDensity(at:)`.
    func density(at value: Tensor<Outcome>) -> Tensor<Scalar>

    /// The mean, of shape `[batch shape…, event shape…]`. The elements are NaN where the mean does not exist.
    var mean: Tensor<Scalar> { get }
    /// The variance of each element of an outcome, of shape `[batch shape…, event shape…]`. The elements are NaN where
    /// the variance does not exist.
    var variance: Tensor<Scalar> { get }

    /// Returns independent samples of shape `[sample shape…, batch shape…, event shape…]`.
    ///
    /// The same generator gives the same samples at every number of threads. The documentation of each family says
    /// whether the samples are differentiable with respect to the parameters.
    ///
    /// - Parameters:
    ///   - shape: The shape of the samples of each element of the batch.
    ///   - generator: The source of the random numbers.
    func sample(_ shape: Shape, using generator: inout PhiloxGenerator) -> Tensor<Outcome>
}

extension Distribution {
    /// Returns the density at an outcome, computed as e to the power of `logDensity(at:)`. The relative error of the
    /// density is about |`logDensity(at:)`| times the rounding error of the scalar type.
    public func density(at value: Tensor<Outcome>) -> Tensor<Scalar> { logDensity(at: value).exp() }

    /// Returns one sample of each element of the batch, of shape `[batch shape…, event shape…]`.
    public func sample(using generator: inout PhiloxGenerator) -> Tensor<Outcome> { sample([], using: &generator) }

    /// The square root of the variance.
    public var standardDeviation: Tensor<Scalar> { variance.squareRoot() }

    /// Returns `[shape…, batch shape…]`: the shape of samples without the axes of an outcome.
    func sampleShape(_ shape: Shape) -> Shape { Shape(shape.dimensions + batchShape.dimensions) }
}
