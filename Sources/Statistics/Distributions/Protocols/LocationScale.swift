import Tensors

/// A location μ and a scale σ, the parameters of a family of x = μ + σ·z with a standard distribution of z.
struct LocationScale<Scalar: RealScalar>: Sendable {
    let parameters: BatchParameters<Scalar>

    /// Creates the parameters. They are invalid unless the location is finite and the scale is positive and finite.
    init(_ distribution: String, _ location: Tensor<Scalar>, _ scale: Tensor<Scalar>) {
        parameters = BatchParameters(distribution, [location, scale]) { values in
            values[0].isFinite() .&& values[1].isPositive()
        }
    }

    var location: Tensor<Scalar> { parameters.values[0] }
    var scale: Tensor<Scalar> { parameters.values[1] }
    var shape: Shape { parameters.shape }
    /// All real numbers.
    var support: (lower: Tensor<Scalar>, upper: Tensor<Scalar>) {
        (parameters.constant(-.infinity), parameters.constant(.infinity))
    }

    /// Returns (x − μ)/σ.
    func standardized(_ x: Tensor<Scalar>) -> Tensor<Scalar> { (x - location) / scale }
    /// Returns μ + σ·z.
    func scaled(_ z: Tensor<Scalar>) -> Tensor<Scalar> { location + scale * z }
}
