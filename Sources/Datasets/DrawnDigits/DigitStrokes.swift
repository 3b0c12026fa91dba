/// The skeleton of a handwritten digit, which consists of the lines that the pen follows.
struct DigitStrokes: Sendable {
    /// A line that the pen draws without being lifted. The line is a curve through points; it is smooth except at the
    /// corners.
    struct Stroke: Sendable {
        /// The points in the unit square. The x axis points to the right and the y axis downwards.
        let points: [SIMD2<Float>]
        /// The indices of the points at which the direction changes abruptly.
        let corners: [Int]

        init(_ points: [SIMD2<Float>], corners: [Int] = []) { (self.points, self.corners) = (points, corners) }
    }

    /// The lines, in the order of writing.
    let strokes: [Stroke]

    init(_ strokes: Stroke...) { self.strokes = strokes }

    /// The skeletons of each digit. All skeletons of a digit are chosen with equal probability.
    static let skeletons: [[DigitStrokes]] = [zero, one, two, three, four, five, six, seven, eight, nine]

    private static let zero: [DigitStrokes] = [
        DigitStrokes(
            Stroke([
                [0.56, 0.03], [0.30, 0.14], [0.17, 0.50], [0.28, 0.85], [0.50, 0.98], [0.74, 0.84], [0.83, 0.50],
                [0.72, 0.16], [0.52, 0.03],
            ])),
        DigitStrokes(
            Stroke([
                [0.66, 0.10], [0.46, 0.03], [0.25, 0.24], [0.20, 0.62], [0.36, 0.95], [0.62, 0.92], [0.78, 0.60],
                [0.72, 0.24], [0.54, 0.08], [0.40, 0.12],
            ])),
    ]

    private static let one: [DigitStrokes] = [
        DigitStrokes(Stroke([[0.50, 0.00], [0.50, 0.35], [0.49, 0.70], [0.50, 1.00]])),
        DigitStrokes(
            Stroke([[0.33, 0.26], [0.45, 0.14], [0.56, 0.00], [0.55, 0.50], [0.54, 1.00]], corners: [2])),
        DigitStrokes(
            Stroke([[0.30, 0.24], [0.52, 0.00], [0.52, 0.50], [0.52, 0.99]], corners: [1]),
            Stroke([[0.25, 0.99], [0.52, 0.98], [0.80, 0.99]])),
    ]

    private static let two: [DigitStrokes] = [
        DigitStrokes(
            Stroke(
                [
                    [0.20, 0.24], [0.30, 0.07], [0.52, 0.00], [0.74, 0.12], [0.74, 0.34], [0.52, 0.65], [0.17, 0.97],
                    [0.48, 0.95], [0.84, 0.95],
                ], corners: [6])),
        DigitStrokes(
            Stroke([
                [0.20, 0.20], [0.42, 0.02], [0.69, 0.11], [0.68, 0.40], [0.45, 0.74], [0.24, 0.93], [0.12, 0.86],
                [0.27, 0.76], [0.48, 0.87], [0.68, 0.97], [0.90, 0.90],
            ])),
    ]

    private static let three: [DigitStrokes] = [
        DigitStrokes(
            Stroke(
                [
                    [0.22, 0.13], [0.46, 0.01], [0.72, 0.11], [0.68, 0.34], [0.40, 0.47], [0.72, 0.57], [0.79, 0.78],
                    [0.54, 0.98], [0.20, 0.90],
                ], corners: [4])),
        DigitStrokes(
            Stroke(
                [
                    [0.22, 0.04], [0.48, 0.03], [0.76, 0.03], [0.58, 0.21], [0.44, 0.40], [0.74, 0.53], [0.76, 0.81],
                    [0.48, 0.99], [0.18, 0.88],
                ], corners: [2, 4])),
        DigitStrokes(
            Stroke([
                [0.24, 0.10], [0.50, 0.00], [0.70, 0.13], [0.60, 0.36], [0.43, 0.46], [0.45, 0.50], [0.66, 0.54],
                [0.76, 0.76], [0.52, 0.99], [0.24, 0.86],
            ])),
    ]

    private static let four: [DigitStrokes] = [
        DigitStrokes(
            Stroke([[0.28, 0.04], [0.22, 0.28], [0.16, 0.54], [0.46, 0.54], [0.84, 0.50]], corners: [2]),
            Stroke([[0.72, 0.02], [0.69, 0.50], [0.66, 1.00]])),
        DigitStrokes(
            Stroke(
                [
                    [0.62, 0.00], [0.40, 0.32], [0.14, 0.64], [0.50, 0.64], [0.88, 0.62],
                ], corners: [2]),
            Stroke([[0.62, 0.01], [0.62, 0.50], [0.61, 1.00]])),
        DigitStrokes(
            Stroke(
                [
                    [0.22, 0.06], [0.20, 0.34], [0.36, 0.52], [0.62, 0.44], [0.78, 0.04], [0.74, 0.50], [0.68, 1.00],
                ], corners: [4])),
    ]

    private static let five: [DigitStrokes] = [
        DigitStrokes(
            Stroke(
                [
                    [0.30, 0.05], [0.27, 0.24], [0.24, 0.45], [0.50, 0.37], [0.76, 0.52], [0.75, 0.80], [0.50, 0.98],
                    [0.18, 0.88],
                ], corners: [2]),
            Stroke([[0.30, 0.05], [0.55, 0.05], [0.82, 0.02]])),
        DigitStrokes(
            Stroke(
                [
                    [0.82, 0.05], [0.58, 0.04], [0.36, 0.07], [0.32, 0.24], [0.27, 0.42], [0.54, 0.42], [0.73, 0.60],
                    [0.66, 0.86], [0.42, 0.98], [0.16, 0.92],
                ], corners: [2])),
    ]

    private static let six: [DigitStrokes] = [
        DigitStrokes(
            Stroke([
                [0.70, 0.02], [0.42, 0.18], [0.23, 0.54], [0.27, 0.87], [0.52, 0.99], [0.76, 0.84], [0.71, 0.60],
                [0.49, 0.53], [0.25, 0.72],
            ])),
        DigitStrokes(
            Stroke([
                [0.48, 0.00], [0.30, 0.36], [0.22, 0.74], [0.40, 0.98], [0.67, 0.90], [0.70, 0.67], [0.48, 0.60],
                [0.28, 0.74], [0.24, 0.84],
            ])),
    ]

    private static let seven: [DigitStrokes] = [
        DigitStrokes(
            Stroke([[0.16, 0.07], [0.48, 0.06], [0.82, 0.04], [0.60, 0.50], [0.42, 1.00]], corners: [2])),
        DigitStrokes(
            Stroke([[0.16, 0.06], [0.48, 0.04], [0.80, 0.04], [0.60, 0.48], [0.40, 1.00]], corners: [2]),
            Stroke([[0.34, 0.52], [0.56, 0.50], [0.80, 0.48]])),
        DigitStrokes(
            Stroke(
                [[0.15, 0.22], [0.18, 0.06], [0.48, 0.08], [0.82, 0.03], [0.58, 0.44], [0.50, 1.00]],
                corners: [1, 3])),
        DigitStrokes(
            Stroke([
                [0.14, 0.16], [0.34, 0.05], [0.62, 0.08], [0.80, 0.10], [0.72, 0.36], [0.56, 0.66], [0.46, 1.00],
            ])),
    ]

    private static let eight: [DigitStrokes] = [
        DigitStrokes(
            Stroke([
                [0.73, 0.14], [0.50, 0.02], [0.27, 0.18], [0.48, 0.46], [0.75, 0.74], [0.50, 0.98], [0.24, 0.78],
                [0.48, 0.50], [0.71, 0.24], [0.66, 0.08],
            ])),
        DigitStrokes(
            Stroke([[0.52, 0.02], [0.30, 0.20], [0.50, 0.46], [0.72, 0.24], [0.50, 0.02]]),
            Stroke([[0.50, 0.46], [0.22, 0.72], [0.50, 0.99], [0.78, 0.74], [0.52, 0.46]])),
    ]

    private static let nine: [DigitStrokes] = [
        DigitStrokes(
            Stroke(
                [
                    [0.74, 0.18], [0.54, 0.02], [0.28, 0.15], [0.27, 0.40], [0.48, 0.51], [0.70, 0.36], [0.77, 0.12],
                    [0.74, 0.52], [0.68, 1.00],
                ], corners: [6])),
        DigitStrokes(
            Stroke([
                [0.70, 0.16], [0.47, 0.02], [0.25, 0.24], [0.40, 0.49], [0.66, 0.38], [0.75, 0.18], [0.76, 0.54],
                [0.62, 0.90], [0.32, 0.95],
            ])),
        DigitStrokes(
            Stroke([
                [0.72, 0.10], [0.46, 0.04], [0.28, 0.26], [0.44, 0.46], [0.68, 0.30], [0.73, 0.10], [0.66, 0.50],
                [0.52, 1.00],
            ])),
    ]
}
