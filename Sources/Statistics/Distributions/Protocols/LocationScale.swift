import Tensors

/// The location μ and the scale σ of the distribution of x = μ + σ·z, where z has the distribution of the same family
/// with the location 0 and the scale 1.
struct LocationScale<Scalar: RealScalar>: Sendable {
    let parameters: BatchParameters<Scalar>

    /// Creates the parameters. The parameters are invalid unless the location is finite and the scale is positive and
    /// finite. Shapes that do not broadcast trap with a message that contains `distribution`, the name of the
    /// distribution.
    init(_ distribution: String, _ location: Tensor<Scalar>, _ scale: Tensor<Scalar>) {
        parameters = BatchParameters(distribution, [location, scale]) { values in
            values[0].isFinite() .&& values[1].isPositive()
        }
    }

    var location: Tensor<Scalar> { parameters.values[0] }
    var scale: Tensor<Scalar> { parameters.values[1] }
    var shape: Shape { parameters.shape }
    /// The ends −∞ and ∞ of the support of all real numbers, or NaN where a parameter is invalid.
    var support: (lower: Tensor<Scalar>, upper: Tensor<Scalar>) {
        (parameters.constant(-.infinity), parameters.constant(.infinity))
    }

    /// Returns (x − μ)/σ, with the location μ and the scale σ.
    func standardized(_ x: Tensor<Scalar>) -> Tensor<Scalar> { (x - location) / scale }
    /// Returns μ + σ·z, with the location μ and the scale σ.
    func scaled(_ z: Tensor<Scalar>) -> Tensor<Scalar> { location + scale * z }
}
