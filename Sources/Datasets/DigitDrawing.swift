import Tensors

/// A digit as one hand writes it once: its lines in pixels, with the pen's radius at every point.
///
/// Only the four operations and square roots are used, whose results IEEE 754 fixes to the last bit: the same seed draws
/// the same bytes on every platform.
struct DigitDrawing {
    /// The lines: points with x, y and the pen's radius there, close enough together for straight pieces between them.
    private(set) var lines: [[SIMD3<Float>]]

    /// The side of the square that a digit fills, as MNIST's do, and of the image.
    private static let (boxSide, imageSide): (Float, Float) = (20, 28)
    /// Straight pieces between two of a stroke's points.
    private static let piecesPerPoint = 5

    /// Draws `digit` with a random way of writing, distortion, slant, proportion and pen.
    init(_ digit: Int, using generator: inout PhiloxGenerator) {
        let ways: [DigitStrokes] = DigitStrokes.ways[digit]
        let way: DigitStrokes = ways[generator.next(below: ways.count)]
        lines = way.strokes.map { Self.line($0, &generator) }
        warp(by: Displacement(strength: 0.08, using: &generator))
        skew(using: &generator)
        fit(penRadius: generator.uniform(0.75, 1.75))
    }

    /// A stroke's line, with points that have strayed a little, and with a pen pressure that varies about 1.
    private static func line(_ stroke: DigitStrokes.Stroke, _ generator: inout PhiloxGenerator) -> [SIMD3<Float>] {
        let points: [SIMD3<Float>] = stroke.points.map { point in
            SIMD3(point.x + generator.bell(0.036), point.y + generator.bell(0.036), 1 + generator.bell(0.1))
        }
        let ends: [Int] = [0] + stroke.corners + [points.count - 1]
        var line: [SIMD3<Float>] = [points[0]]
        for (first, last) in zip(ends, ends.dropFirst()) { appendCurve(points[first ... last], to: &line) }
        return line
    }

    /// Appends the Catmull–Rom curve through `points`, without the first of them.
    private static func appendCurve(_ points: ArraySlice<SIMD3<Float>>, to line: inout [SIMD3<Float>]) {
        for index in points.startIndex ..< points.endIndex - 1 {
            let (start, end): (SIMD3<Float>, SIMD3<Float>) = (points[index], points[index + 1])
            let before: SIMD3<Float> = index > points.startIndex ? points[index - 1] : start
            let after: SIMD3<Float> = index + 2 < points.endIndex ? points[index + 2] : end
            let (slope, endSlope): (SIMD3<Float>, SIMD3<Float>) = ((end - before) * 0.5, (after - start) * 0.5)
            for piece in 1 ... piecesPerPoint {
                let t: Float = Float(piece) / Float(piecesPerPoint)
                let t2: Float = t * t
                let t3: Float = t2 * t
                let straight: SIMD3<Float> = start + (end - start) * (3 * t2 - 2 * t3)
                line.append(straight + slope * (t3 - 2 * t2 + t) + endSlope * (t3 - t2))
            }
        }
    }

    private mutating func transform(_ change: (SIMD3<Float>) -> SIMD3<Float>) {
        for line in lines.indices {
            for index in lines[line].indices { lines[line][index] = change(lines[line][index]) }
        }
    }

    private mutating func warp(by displacement: Displacement) {
        transform { point in point + SIMD3(displacement(point.x, point.y), 0) }
    }

    /// Proportion, slant and rotation within 12°: a rotation by an angle whose half has the tangent t has the cosine
    /// (1 − t²)/(1 + t²) and the sine 2t/(1 + t²).
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

    /// Scales the lines so that with the pen's width they fill MNIST's 20 × 20 box, in the image's middle.
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

    /// Moves the lines, to the right and downwards, in pixels.
    mutating func move(by shift: SIMD2<Float>) { transform { point in point + SIMD3(shift, 0) } }
}

/// A smooth random field of displacements over the unit square and a margin about it.
private struct Displacement {
    /// Control values, row by row: two spans of the spline along each axis, from −0.5 to 1.5.
    private var control: [SIMD2<Float>] = []
    private static let (side, spacing): (Int, Float) = (5, 1)

    /// - Parameter strength: The standard deviation of each component.
    init(strength: Float, using generator: inout PhiloxGenerator) {
        let deviation: Float = strength / CubicBSpline.planeDeviation
        for _ in 0 ..< Self.side * Self.side {
            control.append(SIMD2(generator.bell(deviation), generator.bell(deviation)))
        }
    }

    func callAsFunction(_ x: Float, _ y: Float) -> SIMD2<Float> {
        let (column, across): (Int, SIMD4<Float>) = Self.place(x)
        let (row, down): (Int, SIMD4<Float>) = Self.place(y)
        var sum: SIMD2<Float> = .zero
        for i in 0 ..< 4 {
            for j in 0 ..< 4 { sum += control[(row + i) * Self.side + column + j] * (down[i] * across[j]) }
        }
        return sum
    }

    /// The span that a coordinate lies in, and the weights of the control values there.
    private static func place(_ coordinate: Float) -> (span: Int, weights: SIMD4<Float>) {
        let position: Float = min(max((coordinate + 0.5) / spacing, 0), 1.999)
        let span = Int(position)
        return (span, CubicBSpline.weights(position - Float(span)))
    }
}
