public import Tensors

/// The uniform distribution on the interval [a, b], with the density 1/(b − a). The distribution is SciPy's
/// `uniform(a, b − a)`.
///
/// The results of an element of the batch are NaN unless a < b and both a and b are finite. Samples are differentiable
/// with respect to the bounds.
public struct UniformDistribution<Scalar: RealScalar>: UnivariateDistribution {
    private let parameters: BatchParameters<Scalar>

    /// Creates a batch of uniform distributions. The bounds are broadcast to the batch shape, their common shape;
    /// shapes that do not broadcast trap.
    public init(lowerBound: Tensor<Scalar>, upperBound: Tensor<Scalar>) {
        parameters = BatchParameters("UniformDistribution", [lowerBound, upperBound]) { values in
            (values[0] .< values[1]) .&& values[0].isFinite() .&& values[1].isFinite()
        }
    }

    /// Creates a single uniform distribution, whose batch shape is `[]`.
    public init(lowerBound: Scalar = 0, upperBound: Scalar = 1) {
        self.init(lowerBound: Tensor(lowerBound), upperBound: Tensor(upperBound))
    }

    /// The lower end of the interval.
    public var lowerBound: Tensor<Scalar> { parameters.values[0] }
    /// The upper end of the interval.
    public var upperBound: Tensor<Scalar> { parameters.values[1] }
    private var width: Tensor<Scalar> { upperBound - lowerBound }

    public var batchShape: Shape { parameters.shape }
    public var support: (lower: Tensor<Scalar>, upper: Tensor<Scalar>) { (lowerBound, upperBound) }

    public func logDensity(at value: Tensor<Scalar>) -> Tensor<Scalar> {
        // The product makes the result NaN for a value that is NaN.
        logDensity(at: value, interior: lowerBound) { x in x * 0 - width.log() }
    }

    public func cdf(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 0, above: 1, interior: lowerBound) { x in (x - lowerBound) / width }
    }

    public func survival(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        tail(x, below: 1, above: 0, interior: lowerBound) { x in (upperBound - x) / width }
    }

    public func quantile(_ p: Tensor<Scalar>) -> Tensor<Scalar> { lowerBound + p.asProbability() * width }
    public func upperQuantile(_ q: Tensor<Scalar>) -> Tensor<Scalar> { upperBound - q.asProbability() * width }

    public var mean: Tensor<Scalar> { lowerBound + width / 2 }
    public var variance: Tensor<Scalar> { width.squared() / 12 }
    /// The differential entropy log(b − a), with the bounds a and b.
    public var entropy: Tensor<Scalar> { width.log() }

    /// Returns independent samples a + (b − a)·u, with the bounds a and b and with u uniform in [0, 1). The samples are
    /// differentiable with respect to the bounds. The result has the axes of `shape`, then the axes of the batch.
    public func sample(_ shape: Shape, using generator: inout PhiloxGenerator) -> Tensor<Scalar> {
        lowerBound + Tensor(randomUniform: sampleShape(shape), using: &generator) * width
    }
}
