import Tensors

/// A smooth random displacement field over the unit square and a margin around it. The field is a cubic B-spline.
struct StrokeDisplacement {
    /// The 5 × 5 control values in row-major order. The spline has two spans along each axis, from −0.5 to 1.5.
    private var control: [SIMD2<Float>] = []
    private static let (side, spacing): (Int, Float) = (5, 1)

    /// Draws random control values.
    ///
    /// - Parameters:
    ///   - strength: The standard deviation of each component of the displacement.
    ///   - generator: The source of the control values.
    init(strength: Float, using generator: inout PhiloxGenerator) {
        let deviation: Float = strength / CubicBSpline.planeDeviation
        for _ in 0 ..< Self.side * Self.side {
            control.append(SIMD2(generator.bell(deviation), generator.bell(deviation)))
        }
    }

    /// Returns the displacement at the point (x, y). A coordinate outside of −0.5…1.5 is replaced by the nearer end of
    /// this range.
    func callAsFunction(_ x: Float, _ y: Float) -> SIMD2<Float> {
        let (column, across): (Int, SIMD4<Float>) = Self.location(x)
        let (row, down): (Int, SIMD4<Float>) = Self.location(y)
        var sum: SIMD2<Float> = .zero
        for i in 0 ..< 4 {
            for j in 0 ..< 4 { sum += control[(row + i) * Self.side + column + j] * (down[i] * across[j]) }
        }
        return sum
    }

    /// Returns the span that contains a coordinate, and the weights of the four control values at this coordinate.
    private static func location(_ coordinate: Float) -> (span: Int, weights: SIMD4<Float>) {
        let position: Float = min(max((coordinate + 0.5) / spacing, 0), 1.999)
        let span = Int(position)
        return (span, CubicBSpline.weights(position - Float(span)))
    }
}
