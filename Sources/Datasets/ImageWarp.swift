import Foundation
import Tensors

/// Where each pixel of a changed image comes from: an affine map about the image's middle and a displacement field.
package struct ImageWarp: Sendable {
    /// The rows of the matrix that leads from the changed image back to the original.
    let inverse: (x: SIMD2<Float>, y: SIMD2<Float>)
    /// How far the content moves, to the right and downwards.
    let shift: SIMD2<Float>
    /// The displacement field's control values, none where nothing is bent.
    package var control: [SIMD2<Float>] = []

    /// The content is scaled, then sheared, then rotated about the middle, then shifted:
    /// `q = R·K·s·(p − middle) + middle + shift`.
    ///
    /// - Parameters:
    ///   - rotation: In degrees, counter-clockwise as one sees it.
    ///   - scale: The factor by which the content grows.
    ///   - shear: In degrees: what lies above the middle moves to the left by the tangent times its height.
    ///   - shift: In pixels, to the right and downwards.
    package init(rotation: Float = 0, scale: Float = 1, shear: Float = 0, shift: SIMD2<Float> = .zero) {
        let (cosine, sine): (Float, Float) = (cos(rotation * .pi / 180), sin(rotation * .pi / 180))
        let slope: Float = tan(shear * .pi / 180)
        // R⁻¹ = [[cos, −sin], [sin, cos]] with y downwards; K⁻¹ takes slope · y from x.
        let (x, y): (SIMD2<Float>, SIMD2<Float>) = (SIMD2(cosine, -sine), SIMD2(sine, cosine))
        inverse = ((x - slope * y) / scale, y / scale)
        self.shift = shift
    }
}

/// Fills images from warps: scratch memory of one thread.
struct WarpSampler {
    private let height, width: Int
    private let field: DisplacementGrid?
    /// The original with one row and column of `fill` before it and two behind: no pixel has to ask whether its
    /// neighbours exist.
    private var padded: [Float]
    /// Where each pixel of the changed image comes from, as a place in `padded`.
    private var places: [SIMD2<Float>]

    init(height: Int, width: Int, fill: Float, field: DisplacementGrid?) {
        (self.height, self.width, self.field) = (height, width, field)
        padded = [Float](repeating: fill, count: (height + 3) * (width + 3))
        places = [SIMD2<Float>](repeating: .zero, count: height * width)
    }

    /// Finds where each pixel comes from.
    mutating func prepare(_ warp: ImageWarp) {
        let middle: SIMD2<Float> = SIMD2(Float(width - 1), Float(height - 1)) / 2
        let step = SIMD2<Float>(warp.inverse.x.x, warp.inverse.y.x)
        let down = SIMD2<Float>(warp.inverse.x.y, warp.inverse.y.y)
        let origin: SIMD2<Float> = -middle - warp.shift
        let width: Int = width
        places.withUnsafeMutableBufferPointer { places in
            for row in 0 ..< height {
                let start: SIMD2<Float> = step * origin.x + down * (origin.y + Float(row)) + middle + 1
                for column in 0 ..< width { places[row * width + column] = start + step * Float(column) }
            }
            if let field, !warp.control.isEmpty { field.add(warp.control, to: places) }
        }
    }

    /// Fills one plane, of the size that the sampler was made for.
    mutating func sample(_ source: UnsafeBufferPointer<Float>, to target: UnsafeMutableBufferPointer<Float>) {
        let (height, width): (Int, Int) = (height, width)
        let rowLength: Int = width + 3
        let last = SIMD2<Float>(Float(width + 1), Float(height + 1))
        padded.withUnsafeMutableBufferPointer { padded in
            for row in 0 ..< height {
                for column in 0 ..< width { padded[(row + 1) * rowLength + column + 1] = source[row * width + column] }
            }
            places.withUnsafeBufferPointer { places in
                for index in 0 ..< height * width {
                    let place: SIMD2<Float> = places[index].clamped(lowerBound: .zero, upperBound: last)
                    let (column, row): (Int, Int) = (Int(place.x), Int(place.y))
                    let (across, down): (Float, Float) = (place.x - Float(column), place.y - Float(row))
                    let first: Int = row * rowLength + column
                    let (a, b): (Float, Float) = (padded[first], padded[first + 1])
                    let (c, d): (Float, Float) = (padded[first + rowLength], padded[first + rowLength + 1])
                    let (upper, lower): (Float, Float) = (a + across * (b - a), c + across * (d - c))
                    target[index] = upper + down * (lower - upper)
                }
            }
        }
    }
}
