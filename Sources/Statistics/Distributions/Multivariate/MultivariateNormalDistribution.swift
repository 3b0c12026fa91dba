public import LinearAlgebra
public import Tensors

/// The multivariate normal distribution of vectors of n numbers with the mean μ and the covariance L·Lᵀ. The
/// distribution is SciPy's `multivariate_normal(μ, L @ L.T)`.
///
/// The mean has the shape `[batch shape…, n]` and the triangular factor L `[batch shape…, n, n]`; the leading axes are
/// broadcast. The parameters are invalid, and the results are NaN, unless all elements of the mean and of L are finite
/// and the diagonal of L is positive. Samples are differentiable with respect to the mean and L.
public struct MultivariateNormalDistribution<Scalar: RealScalar & LinearAlgebraScalar>: Distribution {
    /// The mean μ: `[batch shape…, n]`.
    public let mean: Tensor<Scalar>
    /// The lower triangular factor L of the covariance: `[batch shape…, n, n]`.
    public let scaleTriangular: Tensor<Scalar>

    /// Creates a batch of normal distributions from the lower triangular factor L of the covariance L·Lᵀ. The elements
    /// above the diagonal are not used. Traps unless `mean` is `[…, n]` and `scaleTriangular` is `[…, n, n]`, with
    /// leading axes that broadcast.
    public init(mean: Tensor<Scalar>, scaleTriangular: Tensor<Scalar>) {
        let size: Int = mean.shape.last ?? 0
        guard mean.rank >= 1, scaleTriangular.rank >= 2, scaleTriangular.shape[-1] == size,
            scaleTriangular.shape[-2] == size,
            let batch = Shape.broadcast(
                Shape(mean.shape.dimensions.dropLast()), Shape(scaleTriangular.shape.dimensions.dropLast(2)))
        else {
            fatalError(
                "MultivariateNormalDistribution: mean of shape \(mean.shape), factor of shape \(scaleTriangular.shape)"
            )
        }
        let factor: Tensor<Scalar> = lowerTriangle(scaleTriangular).broadcast(
            to: Shape(batch.dimensions + [size, size]))
        let center: Tensor<Scalar> = mean.broadcast(to: Shape(batch.dimensions + [size]))
        let areValid: Tensor<Bool> =
            center.asConstant().isFinite().all(axes: [-1])
            .&& factor.asConstant().isFinite().all(axes: [-2, -1])
            .&& (factor.asConstant().diagonal() .> 0).all(axes: [-1])
        let zero: Tensor<Scalar> = select(areValid, Tensor(0), Tensor(.nan))
        self.mean = areValid.all() ? center : center + zero.expandingShape(at: -1)
        self.scaleTriangular =
            areValid.all() ? factor : factor + zero.expandingShape(at: -1).expandingShape(at: -1)
    }

    /// Creates a batch of normal distributions from the covariance `[batch shape…, n, n]`, by the Cholesky
    /// factorization L·Lᵀ. Only the lower triangle of the covariance is used. Traps unless `mean` is `[…, n]` and
    /// `covariance` is `[…, n, n]`, with leading axes that broadcast.
    ///
    /// - Throws: `LinearAlgebraError.notPositiveDefinite` if a covariance is not positive definite, `notFinite` if an
    ///   element of the lower triangle is NaN or infinite, and `tooLarge` if n exceeds `Int32.max`.
    public init(mean: Tensor<Scalar>, covariance: Tensor<Scalar>) throws(LinearAlgebraError) {
        self.init(mean: mean, scaleTriangular: try cholesky(covariance))
    }

    public var batchShape: Shape { Shape(mean.shape.dimensions.dropLast()) }
    /// The shape of one outcome: `[n]`.
    public var eventShape: Shape { [mean.shape[-1]] }
    private var size: Int { mean.shape[-1] }

    /// The covariance L·Lᵀ: `[batch shape…, n, n]`.
    public var covariance: Tensor<Scalar> { matmul(scaleTriangular, scaleTriangular.transposed()) }
    /// The variance of each element of a vector: `[batch shape…, n]`.
    public var variance: Tensor<Scalar> { scaleTriangular.squared().sum(axis: -1) }
    private var logDeterminant: Tensor<Scalar> { scaleTriangular.diagonal().log().sum(axis: -1) }

    /// Returns the logarithm of the density at vectors `[…, n]`. The result is differentiable with respect to the
    /// vectors, the mean and L. Vectors of another length, and shapes that do not broadcast, trap.
    public func logDensity(at value: Tensor<Scalar>) -> Tensor<Scalar> {
        require(
            value.rank >= 1 && value.shape[-1] == size,
            "logDensity: outcomes of shape \(value.shape) for a mean of shape \(mean.shape)")
        let white: Tensor<Scalar> = whitened((value - mean).expandingShape(at: -1))
        let square: Tensor<Scalar> = white.squared().sum(axes: [-2, -1])
        return square * -0.5 - logDeterminant - Scalar(halfLogTwoPi) * Scalar(size)
    }

    /// Returns L⁻¹·x, where L is the factor `scaleTriangular` and x contains columns, `[…, n, k]`. The result is NaN
    /// for a matrix L or x with an element that is NaN or infinite.
    private func whitened(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        func isFinite(_ a: Tensor<Scalar>) -> Tensor<Bool> {
            a.asConstant().isFinite().all(axes: [-2, -1], keepDims: true)
        }
        let (isFactor, isColumn): (Tensor<Bool>, Tensor<Bool>) = (isFinite(scaleTriangular), isFinite(x))
        let factor: Tensor<Scalar> = select(isFactor, scaleTriangular, Tensor(identity: size))
        let columns: Tensor<Scalar> = select(isColumn, x, Tensor(0))
        do {
            let solution: Tensor<Scalar> = try solveTriangular(factor, columns, .lower)
            return solution + select(isFactor, Tensor(0), Tensor(.nan)) + select(isColumn, Tensor(0), Tensor(.nan))
        } catch {
            fatalError("MultivariateNormalDistribution: \(error)")
        }
    }

    /// The differential entropy n/2·(1 + log 2π) + Σ log L_ii, where n is the length of the vectors and L is the factor
    /// `scaleTriangular`.
    public var entropy: Tensor<Scalar> { logDeterminant + Scalar(halfLogTwoPi + 0.5) * Scalar(size) }

    /// Returns the Kullback–Leibler divergence of `other` from this distribution: ∫ p·log(p/q), with the density p of
    /// this distribution and the density q of `other`. Traps if the vectors of `other` have another length, or if the
    /// batch shapes do not broadcast.
    public func klDivergence(to other: MultivariateNormalDistribution) -> Tensor<Scalar> {
        require(size == other.size, "klDivergence: means of shapes \(mean.shape) and \(other.mean.shape)")
        let ratio: Tensor<Scalar> = other.whitened(scaleTriangular).squared().sum(axes: [-2, -1])
        let distance: Tensor<Scalar> =
            other.whitened((other.mean - mean).expandingShape(at: -1)).squared().sum(axes: [-2, -1])
        return (ratio + distance - Scalar(size)) * 0.5 + other.logDeterminant - logDeterminant
    }

    /// Returns independent samples μ + L·z of shape `[sample shape…, batch shape…, n]`, where μ is the mean, L is the
    /// factor `scaleTriangular`, and z is a vector of standard normal numbers. The samples are differentiable with
    /// respect to the mean and L.
    public func sample(_ shape: Shape, using generator: inout PhiloxGenerator) -> Tensor<Scalar> {
        let whole = Shape(shape.dimensions + mean.shape.dimensions)
        let normal = Tensor<Scalar>(randomNormal: whole, using: &generator)
        return mean + matmul(scaleTriangular, normal.expandingShape(at: -1)).reshaped(to: whole)
    }
}
