import Tensors

/// An image into which lines of a round pen are drawn. The coverage of a pixel depends on the distance from the pixel
/// to the line.
struct StrokeRaster {
    /// The height and width in pixels.
    let side: Int
    /// The fraction of each pixel that is covered, in 0…1: `[side, side]` in row-major order.
    private(set) var coverage: [Float]

    init(side: Int) {
        self.side = side
        coverage = [Float](repeating: 0, count: side * side)
    }

    /// Clears the image and draws a digit.
    ///
    /// - Parameters:
    ///   - drawing: The digit.
    ///   - softness: The width in pixels over which an edge fades from white to black.
    mutating func draw(_ drawing: DigitDrawing, softness: Float) {
        coverage.withUnsafeMutableBufferPointer { pixels in
            pixels.update(repeating: 0)
            for line in drawing.lines {
                for index in 1 ..< line.count {
                    Self.draw(from: line[index - 1], to: line[index], softness, side, pixels)
                }
            }
        }
    }

    /// The vector from the centre of the image to the centre of mass of the coverage, in pixels. The y axis points
    /// downwards.
    var offCenter: SIMD2<Float> {
        var (mass, moment): (Float, SIMD2<Float>) = (0, .zero)
        for row in 0 ..< side {
            for column in 0 ..< side {
                let covered: Float = coverage[row * side + column]
                mass += covered
                moment += SIMD2(Float(column), Float(row)) * covered
            }
        }
        return moment / max(mass, 1e-6) - Float(side - 1) / 2
    }

    /// Draws a line segment into `pixels`, the coverage `[side, side]`. `softness` is the width in pixels over which an
    /// edge fades. The third component of `start` and of `end` is the radius of the pen at this point. The coverage of
    /// each pixel becomes the maximum of the old coverage and the coverage by the segment.
    private static func draw(
        from start: SIMD3<Float>, to end: SIMD3<Float>, _ softness: Float, _ side: Int,
        _ pixels: UnsafeMutableBufferPointer<Float>
    ) {
        let across: SIMD3<Float> = end - start
        let squaredLength: Float = max(across.x * across.x + across.y * across.y, 1e-12)
        let reach: Float = max(start.z, end.z) + softness
        let columns: Range<Int> = pixelRange(start.x, end.x, reach, side)
        for row in pixelRange(start.y, end.y, reach, side) {
            let y: Float = Float(row) - start.y
            for column in columns {
                let x: Float = Float(column) - start.x
                // t is the position of the nearest point of the segment, from 0 at the start of the segment to 1 at the
                // end.
                let t: Float = min(max((x * across.x + y * across.y) / squaredLength, 0), 1)
                let (dx, dy): (Float, Float) = (x - t * across.x, y - t * across.y)
                let distance: Float = (dx * dx + dy * dy).squareRoot()
                let covered: Float = min(max((start.z + t * across.z - distance) / softness + 0.5, 0), 1)
                let index: Int = row * side + column
                pixels[index] = max(pixels[index], covered)
            }
        }
    }

    /// Returns the positions in `0 ..< side` that are between the coordinates `first` and `second`, or at most `reach`
    /// outside of these coordinates.
    private static func pixelRange(_ first: Float, _ second: Float, _ reach: Float, _ side: Int) -> Range<Int> {
        let lower: Float = (min(first, second) - reach).rounded(.up)
        let upper: Float = (max(first, second) + reach).rounded(.down)
        let start: Int = Int(min(max(lower, 0), Float(side)))
        return start ..< max(start, Int(min(max(upper + 1, 0), Float(side))))
    }

    /// Writes the coverage to `target` as grey values with multiplicative noise. Values above 255 become 255. The mean
    /// of the noise is 1.06, so most pixels in the middle of a line are white. Pixels without coverage are not written.
    func write(to target: UnsafeMutableBufferPointer<UInt8>, using generator: inout PhiloxGenerator) {
        for index in 0 ..< side * side where coverage[index] > 0 {
            let grain: Float = 1.06 + generator.uniform(within: 0.08)
            target[index] = UInt8(min(255, 255 * coverage[index] * grain))
        }
    }
}
