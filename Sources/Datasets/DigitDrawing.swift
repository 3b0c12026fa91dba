import Tensors

/// A digit as written once: its lines in pixels, with the pen's radius at every point.
///
/// All arithmetic consists of the four basic operations and square roots, whose results IEEE 754 fixes to the last bit:
/// the same seed draws the same bytes on every platform.
struct DigitDrawing {
    /// The lines: points of x, y and the pen's radius, close enough to be joined by straight segments.
    private(set) var lines: [[SIMD3<Float>]]

    /// The sides in pixels of the square that a digit fills and of the image, as in MNIST.
    private static let (boxSide, imageSide): (Float, Float) = (20, 28)
    /// The number of straight segments between two points of a stroke.
    private static let segmentsPerPoint = 5

    /// Draws `digit` with a random skeleton, distortion, slant, proportion and pen.
    init(_ digit: Int, using generator: inout PhiloxGenerator) {
        let skeletons: [DigitStrokes] = DigitStrokes.skeletons[digit]
        let skeleton: DigitStrokes = skeletons[generator.next(below: skeletons.count)]
        lines = skeleton.strokes.map { Self.line($0, &generator) }
        warp(by: StrokeDisplacement(strength: 0.08, using: &generator))
        skew(using: &generator)
        fit(penRadius: generator.uniform(0.75, 1.75))
    }

    /// The line of a stroke whose points are moved slightly at random, with a random pen pressure near 1 at each.
    private static func line(_ stroke: DigitStrokes.Stroke, _ generator: inout PhiloxGenerator) -> [SIMD3<Float>] {
        let points: [SIMD3<Float>] = stroke.points.map { point in
            SIMD3(point.x + generator.bell(0.036), point.y + generator.bell(0.036), 1 + generator.bell(0.1))
        }
        let ends: [Int] = [0] + stroke.corners + [points.count - 1]
        var line: [SIMD3<Float>] = [points[0]]
        for (first, last) in zip(ends, ends.dropFirst()) { appendCurve(points[first ... last], to: &line) }
        return line
    }

    /// Appends the Catmull–Rom curve through `points`, without the first point.
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

    /// Stretches, slants and rotates the lines, by 12° at most.
    ///
    /// With t = tan(angle / 2), the cosine of the angle is (1 − t²)/(1 + t²) and the sine 2t/(1 + t²).
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

    /// Scales the lines so that they and the pen's width fill MNIST's 20 × 20 box in the centre of the image.
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

    /// Moves the lines by a vector in pixels, y downwards.
    mutating func move(by shift: SIMD2<Float>) { transform { point in point + SIMD3(shift, 0) } }
}
