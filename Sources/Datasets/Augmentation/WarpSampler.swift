import Tensors

/// Computes transformed images. A sampler changes its buffers, so only one thread may use it.
struct WarpSampler {
    private let height, width: Int
    private let field: DisplacementGrid?
    /// The original image, surrounded by pixels of the value `fill`: one row above and two rows below the image, one
    /// column to the left and two columns to the right. With this padding, bilinear interpolation needs no bounds check
    /// for each neighbour.
    private var padded: [Float]
    /// For each pixel of the transformed image, the position in `padded` from which the value of the pixel is
    /// interpolated.
    private var places: [SIMD2<Float>]

    init(height: Int, width: Int, fill: Float, field: DisplacementGrid?) {
        (self.height, self.width, self.field) = (height, width, field)
        padded = [Float](repeating: fill, count: (height + 3) * (width + 3))
        places = [SIMD2<Float>](repeating: .zero, count: height * width)
    }

    /// Computes `places`, the positions of the pixels in the padded image, for the transformation `warp`.
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

    /// Writes a plane `[height, width]` of the transformed image to `target`. The pixels are interpolated bilinearly in
    /// the plane `source` at the positions that `prepare` has computed.
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
