import Tensors

/// A smooth random displacement field over the unit square and a margin around it: a cubic B-spline.
struct StrokeDisplacement {
    /// Control values in row-major order, for two spans of the spline along each axis, from −0.5 to 1.5.
    private var control: [SIMD2<Float>] = []
    private static let (side, spacing): (Int, Float) = (5, 1)

    /// - Parameters:
    ///   - strength: The standard deviation of each component.
    ///   - generator: The source of the control values.
    init(strength: Float, using generator: inout PhiloxGenerator) {
        let deviation: Float = strength / CubicBSpline.planeDeviation
        for _ in 0 ..< Self.side * Self.side {
            control.append(SIMD2(generator.bell(deviation), generator.bell(deviation)))
        }
    }

    /// The displacement at a point.
    func callAsFunction(_ x: Float, _ y: Float) -> SIMD2<Float> {
        let (column, across): (Int, SIMD4<Float>) = Self.location(x)
        let (row, down): (Int, SIMD4<Float>) = Self.location(y)
        var sum: SIMD2<Float> = .zero
        for i in 0 ..< 4 {
            for j in 0 ..< 4 { sum += control[(row + i) * Self.side + column + j] * (down[i] * across[j]) }
        }
        return sum
    }

    /// The span that contains a coordinate, and the weights of the four control values there.
    private static func location(_ coordinate: Float) -> (span: Int, weights: SIMD4<Float>) {
        let position: Float = min(max((coordinate + 0.5) / spacing, 0), 1.999)
        let span = Int(position)
        return (span, CubicBSpline.weights(position - Float(span)))
    }
}
