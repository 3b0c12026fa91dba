import Tensors

/// A drawing of a digit: its lines in pixels, with the radius of the pen at every point.
///
/// The code uses only the four basic operations and square roots. IEEE 754 defines the results of these operations to
/// the last bit, so the same seed draws the same bytes on every platform.
struct DigitDrawing {
    /// The lines. Each line is an array of points (x, y, radius of the pen). The pen draws straight segments between
    /// consecutive points.
    private(set) var lines: [[SIMD3<Float>]]

    /// The side of the square that a digit fills and the side of the image, in pixels, as in MNIST.
    private static let (boxSide, imageSide): (Float, Float) = (20, 28)
    /// The number of straight segments between two points of a stroke.
    private static let segmentsPerPoint = 5

    /// Draws `digit` with a random skeleton, distortion, width, slant, rotation and pen. Traps if `digit` is not in
    /// 0…9.
    init(_ digit: Int, using generator: inout PhiloxGenerator) {
        let skeletons: [DigitStrokes] = DigitStrokes.skeletons[digit]
        let skeleton: DigitStrokes = skeletons[generator.next(below: skeletons.count)]
        lines = skeleton.strokes.map { Self.line($0, &generator) }
        warp(by: StrokeDisplacement(strength: 0.08, using: &generator))
        skew(using: &generator)
        fit(penRadius: generator.uniform(0.75, 1.75))
    }

    /// Returns the line of a stroke. Each point is moved by a small random vector and gets a random relative radius
    /// near 1.
    private static func line(_ stroke: DigitStrokes.Stroke, _ generator: inout PhiloxGenerator) -> [SIMD3<Float>] {
        let points: [SIMD3<Float>] = stroke.points.map { point in
            SIMD3(point.x + generator.bell(0.036), point.y + generator.bell(0.036), 1 + generator.bell(0.1))
        }
        let ends: [Int] = [0] + stroke.corners + [points.count - 1]
        var line: [SIMD3<Float>] = [points[0]]
        for (first, last) in zip(ends, ends.dropFirst()) { appendCurve(points[first ... last], to: &line) }
        return line
    }

    /// Appends to `line` the Catmull–Rom curve through `points`. The first point is not appended, because `line`
    /// already ends with this point.
    private static func appendCurve(_ points: ArraySlice<SIMD3<Float>>, to line: inout [SIMD3<Float>]) {
        for index in points.startIndex ..< points.endIndex - 1 {
            let (start, end): (SIMD3<Float>, SIMD3<Float>) = (points[index], points[index + 1])
            let before: SIMD3<Float> = index > points.startIndex ? points[index - 1] : start
            let after: SIMD3<Float> = index + 2 < points.endIndex ? points[index + 2] : end
            let (tangent, endTangent): (SIMD3<Float>, SIMD3<Float>) = ((end - before) * 0.5, (after - start) * 0.5)
            for segment in 1 ... segmentsPerPoint {
                let t: Float = Float(segment) / Float(segmentsPerPoint)
                let t2: Float = t * t
                let t3: Float = t2 * t
                let straight: SIMD3<Float> = start + (end - start) * (3 * t2 - 2 * t3)
                line.append(straight + tangent * (t3 - 2 * t2 + t) + endTangent * (t3 - t2))
            }
        }
    }

    private mutating func transform(_ change: (SIMD3<Float>) -> SIMD3<Float>) {
        for line in lines.indices {
            for index in lines[line].indices { lines[line][index] = change(lines[line][index]) }
        }
    }

    private mutating func warp(by displacement: StrokeDisplacement) {
        transform { point in point + SIMD3(displacement(point.x, point.y), 0) }
    }

    /// Stretches, slants and rotates the lines at random. The rotation is at most 12°.
    ///
    /// With t = tan(angle / 2), the cosine of the angle is (1 − t²)/(1 + t²) and the sine is 2t/(1 + t²).
    private mutating func skew(using generator: inout PhiloxGenerator) {
        let width: Float = generator.uniform(0.75, 1.4)
        let slant: Float = 0.15 + generator.bell(0.25)
        let t: Float = generator.uniform(within: 0.105)
        let (cosine, sine): (Float, Float) = ((1 - t * t) / (1 + t * t), 2 * t / (1 + t * t))
        transform { point in
            let x: Float = width * (point.x - 0.5) - slant * (point.y - 0.5)
            let y: Float = point.y - 0.5
            return SIMD3(cosine * x - sine * y, sine * x + cosine * y, point.z)
        }
    }

    /// Scales the lines so that the drawn digit, including the width of the pen, fills MNIST's 20 × 20 box in the
    /// centre of the image. Multiplies the relative radius of each point by `penRadius`, the radius of the pen in
    /// pixels.
    private mutating func fit(penRadius: Float) {
        var (lower, upper) = (lines[0][0], lines[0][0])
        for point in lines.joined() { (lower, upper) = (pointwiseMin(lower, point), pointwiseMax(upper, point)) }
        let extent: Float = max(upper.x - lower.x, upper.y - lower.y)
        let scale: Float = (Self.boxSide - 2 * penRadius) / max(extent, 0.1)
        let center: SIMD3<Float> = (lower + upper) / 2
        let middle: Float = (Self.imageSide - 1) / 2
        transform { point in
            SIMD3((point.x - center.x) * scale + middle, (point.y - center.y) * scale + middle, point.z * penRadius)
        }
    }

    /// Moves the lines by a vector in pixels. The y axis points downwards.
    mutating func move(by shift: SIMD2<Float>) { transform { point in point + SIMD3(shift, 0) } }
}
