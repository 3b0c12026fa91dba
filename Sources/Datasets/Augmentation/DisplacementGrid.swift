import Tensors

/// A smooth displacement field for images of a fixed size. The field is a cubic B-spline whose control values form a
/// grid.
package struct DisplacementGrid: Sendable {
    private let rows, columns: Axis

    /// An axis of the grid. For each pixel along the axis, `spans` contains the span of the spline that contains the
    /// pixel, and `weights` contains the weights of the four control values around the pixel.
    private struct Axis: Sendable {
        let controlCount: Int
        let spans: [Int]
        let weights: [SIMD4<Float>]

        init(length: Int, spacing: Float) {
            let places: [Float] = (0 ..< length).map { Float($0) / spacing }
            spans = places.map { Int($0) }
            weights = places.map { CubicBSpline.weights($0 - $0.rounded(.down)) }
            controlCount = (spans.last ?? 0) + 4
        }
    }

    /// Creates the grid for images of `height` × `width` pixels.
    ///
    /// A cubic B-spline with the grid spacing h is the convolution of four boxes of width h. The variance of this
    /// convolution is 4·h²/12 = h²/3. This variance equals the variance σ² of the Gaussian if h = σ√3.
    ///
    /// - Parameters:
    ///   - height: The height of the images in pixels.
    ///   - width: The width of the images in pixels.
    ///   - smoothness: The standard deviation σ, in pixels, of the Gaussian that the spline approximates.
    package init(height: Int, width: Int, smoothness: Float) {
        let spacing: Float = smoothness * Float(3).squareRoot()
        (rows, columns) = (Axis(length: height, spacing: spacing), Axis(length: width, spacing: spacing))
    }

    /// The number of control values.
    package var controlCount: Int { rows.controlCount * columns.controlCount }

    /// Returns uniform random control values whose spline has the standard deviation `strength`, in pixels, along each
    /// axis.
    ///
    /// A uniform number between −limit and limit has the standard deviation limit/√3.
    package func randomControl(strength: Float, using generator: inout PhiloxGenerator) -> [SIMD2<Float>] {
        let limit: Float = strength * Float(3).squareRoot() / CubicBSpline.planeDeviation
        return (0 ..< controlCount).map { _ in
            let bits: UInt64 = generator.next()
            let (x, y): (UInt32, UInt32) = (UInt32(truncatingIfNeeded: bits), UInt32(truncatingIfNeeded: bits >> 32))
            return (SIMD2(Float(x >> 8), Float(y >> 8)) * 0x1p-23 - 1) * limit
        }
    }

    /// Adds the displacement of each pixel to the pixel's element of `places`. The displacements are the values of the
    /// spline with the control values `control`. `places` has the shape `[height, width]` in row-major order. Traps if
    /// the number of values in `control` is not `controlCount`.
    package func add(_ control: [SIMD2<Float>], to places: UnsafeMutableBufferPointer<SIMD2<Float>>) {
        require(
            control.count == controlCount, "DisplacementGrid: \(control.count) control values are not \(controlCount)")
        let (count, width): (Int, Int) = (columns.controlCount, columns.spans.count)
        withUnsafeTemporaryAllocation(of: SIMD2<Float>.self, capacity: count) { blend in
            for row in rows.spans.indices {
                let (start, down): (Int, SIMD4<Float>) = (rows.spans[row] * count, rows.weights[row])
                control.withUnsafeBufferPointer { control in
                    for j in 0 ..< count {
                        let upper: SIMD2<Float> = control[start + j] * down[0] + control[start + count + j] * down[1]
                        let below: Int = start + 2 * count + j
                        blend[j] = upper + control[below] * down[2] + control[below + count] * down[3]
                    }
                }
                for column in 0 ..< width {
                    let (span, across): (Int, SIMD4<Float>) = (columns.spans[column], columns.weights[column])
                    let left: SIMD2<Float> = blend[span] * across[0] + blend[span + 1] * across[1]
                    let right: SIMD2<Float> = blend[span + 2] * across[2] + blend[span + 3] * across[3]
                    places[row * width + column] += left + right
                }
            }
        }
    }
}
