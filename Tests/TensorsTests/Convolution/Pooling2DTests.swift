import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct Pooling2DTests {
    static let windows: [(shape: Shape, window: Window2D)] = [
        ([2, 2, 4, 6], Window2D(kernel: (2, 2), stride: (2, 2))),
        ([1, 2, 5, 5], Window2D(kernel: (3, 2), stride: (1, 2))),
        ([1, 1, 5, 4], Window2D(kernel: (3, 3), stride: (2, 2), padding: (1, 1))),
        ([2, 1, 6, 6], Window2D(kernel: (2, 2), stride: (1, 1), dilation: (2, 3))),
        ([1, 1, 1, 1], Window2D(kernel: (1, 1))),
        ([0, 2, 4, 4], Window2D(kernel: (2, 2), stride: (2, 2))),
        ([1, 3, 28, 28], Window2D(kernel: (2, 2), stride: (2, 2))),
        ([1, 2, 7, 7], Window2D(kernel: (2, 2), stride: (2, 2))),
        ([2, 1, 5, 23], Window2D(kernel: (2, 2), stride: (2, 2))),
        ([1, 1, 3, 11], Window2D(kernel: (2, 2), stride: (2, 2))),
    ]

    @Test(arguments: windows.indices)
    func poolingHasItsDerivativesInEveryLayout(index: Int) {
        let (shape, window) = Self.windows[index]
        let images: Tensor<Double> = sample(shape)
        let greatest: [String] = problems(of: { maxPool2D($0[0], window) }, at: [images], hasSecondDerivative: false)
        #expect(greatest == [])
        let mean: [String] = problems(of: { averagePool2D($0[0], window) }, at: [images], hasSecondDerivative: false)
        #expect(mean == [])
    }

    @Test func globalPoolingHasItsDerivativesInEveryLayout() {
        let images: Tensor<Double> = sample([2, 3, 4, 5])
        #expect(problems(of: { globalMaxPool2D($0[0]) }, at: [images]) == [])
        #expect(problems(of: { globalAveragePool2D($0[0]) }, at: [images]) == [])
    }

    @Test func poolingAgreesWithPyTorch() {
        for reference in ReferenceCase.all("max_pool2d") {
            let found: [String] = problems(against: reference, inputs: ["input"]) {
                maxPool2D($0[0], window(reference))
            }
            #expect(found == [])
        }
        for reference in ReferenceCase.all("average_pool2d") where reference.flag("countIncludesPadding") {
            let found: [String] = problems(against: reference, inputs: ["input"]) {
                averagePool2D($0[0], window(reference))
            }
            #expect(found == [])
        }
        typealias Pool = (Tensor<Double>) -> Tensor<Double>
        let pools: [(String, Pool)] = [
            ("global_max_pool2d", globalMaxPool2D), ("global_average_pool2d", globalAveragePool2D),
        ]
        for (operation, pool) in pools {
            for reference in ReferenceCase.all(operation) {
                // PyTorch's result keeps the two pooled axes, with length 1; the library's result does not.
                let found: [String] = problems(against: reference, inputs: ["input"]) { inputs in
                    pool(inputs[0]).expandingShape(at: -1).expandingShape(at: -1)
                }
                #expect(found == [])
            }
        }
    }

    private func window(_ reference: ReferenceCase) -> Window2D {
        Window2D(
            kernel: reference.pair("kernel"), stride: reference.pair("stride"), padding: reference.pair("padding"))
    }

    @Test func equalPixelsGiveTheDerivativeToTheFirst() {
        let derivative: Tensor<Float> = gradient(at: Tensor<Float>(ones: [1, 1, 2, 2])) { images in
            maxPool2D(images, Window2D(kernel: (2, 2))).sum()
        }
        #expect(derivative.scalars == [1, 0, 0, 0])
    }

    @Test func notANumberWins() {
        var images: Tensor<Float> = sample([1, 1, 4, 4])
        images[0, 0, 1, 1] = Tensor(.nan)
        let pooled: [Float] = maxPool2D(images, Window2D(kernel: (2, 2), stride: (2, 2))).scalars
        #expect(pooled.map(\.isNaN) == [true, false, false, false])
    }

    @Test func paddingNeverWins() {
        let images = Tensor<Float>(repeating: -5, shape: [1, 1, 2, 2])
        let window = Window2D(kernel: (3, 3), stride: (1, 1), padding: (1, 1))
        #expect(maxPool2D(images, window).scalars == [-5, -5, -5, -5])
        #expect(averagePool2D(images, window).scalars.allSatisfy { abs($0 + 20 / 9) < 1e-6 })
    }

    /// Windows of several vectors, of several bands of rows, and of rows that are longer than a band. The images contain
    /// equal pixels, −∞ and NaN.
    static let largeWindows: [(shape: Shape, window: Window2D)] = [
        ([2, 3, 28, 28], Window2D(kernel: (3, 3), stride: (2, 2), padding: (1, 1))),
        ([1, 2, 9, 41], Window2D(kernel: (3, 4), stride: (1, 1), padding: (1, 2))),
        ([1, 1, 90, 75], Window2D(kernel: (3, 3), stride: (1, 2), padding: (1, 0))),
        ([1, 1, 13, 37], Window2D(kernel: (3, 3), stride: (3, 3), padding: (1, 1), dilation: (2, 3))),
        ([1, 1, 4, 2500], Window2D(kernel: (2, 3), stride: (2, 2), padding: (1, 1))),
    ]

    @Test(arguments: largeWindows.indices)
    func greatestPixelsAreThoseOfTheDefinition(index: Int) {
        let (shape, window) = Self.largeWindows[index]
        func check<Scalar: RealScalar>(_: Scalar.Type) {
            let pixels: [Scalar] = (0 ..< shape.elementCount).map { i in
                let number: Int = i * 7919 % 23
                return number == 0 ? .nan : number < 8 ? -.infinity : Scalar(number % 5)
            }
            let images = Tensor<Scalar>(pixels, shape: shape)
            let found: Tensor<Scalar> = maxPool2D(images, window)
            let cotangent = Tensor<Scalar>((0 ..< found.count).map { Scalar($0 % 97 + 1) }, shape: found.shape)
            let derivative: Tensor<Scalar> = gradient(at: images) { (maxPool2D($0, window) * cotangent).sum() }
            var expected = [Scalar](repeating: 0, count: shape.elementCount)
            var isEqual = true
            for (i, value) in found.scalars.enumerated() {
                let place: Int = positionOfGreatest(pixels, shape, window, found.shape, i)
                expected[place] += cotangent.scalars[i]
                isEqual = isEqual && (value == pixels[place] || value.isNaN && pixels[place].isNaN)
            }
            #expect(isEqual && derivative.scalars == expected)
        }
        check(Float.self)
        check(Double.self)
    }

    /// Returns the position of the greatest pixel of window `index`, of the first such pixel, or of the first NaN.
    private func positionOfGreatest<Scalar: RealScalar>(
        _ pixels: [Scalar], _ shape: Shape, _ window: Window2D, _ output: Shape, _ index: Int
    ) -> Int {
        let (plane, row, column): (Int, Int, Int) = (
            index / (output[2] * output[3]), index / output[3] % output[2], index % output[3]
        )
        var best: Int?
        for ky in 0 ..< window.kernel.height {
            for kx in 0 ..< window.kernel.width {
                let y: Int = row * window.stride.height - window.padding.height + ky * window.dilation.height
                let x: Int = column * window.stride.width - window.padding.width + kx * window.dilation.width
                guard (0 ..< shape[2]).contains(y), (0 ..< shape[3]).contains(x) else { continue }
                let place: Int = (plane * shape[2] + y) * shape[3] + x
                guard let old = best else {
                    best = place
                    continue
                }
                if !pixels[old].isNaN && (pixels[place].isNaN || pixels[place] > pixels[old]) { best = place }
            }
        }
        return best ?? 0
    }

    /// The kernel for disjoint 2 × 2 windows is correct for every width, also with equal pixels and with NaN. The
    /// kernel processes blocks that overlap at the end of a row.
    @Test func pairsOfAnyWidth() {
        for width in 2 ... 40 {
            var generator = PhiloxGenerator(seed: UInt64(width))
            var pixels: [Float] = Tensor<Float>(randomUniform: [4 * width], in: 0 ..< 6, using: &generator).floor()
                .scalars
            for index in pixels.indices where index % 7 == 3 { pixels[index] = .nan }
            let images = Tensor<Float>(pixels).reshaped(to: [1, 1, 4, width])
            let window = Window2D(kernel: (2, 2), stride: (2, 2))
            let positions: [Int] = (0 ..< 2).flatMap { row in
                (0 ..< width / 2).map { column in
                    let corner: Int = 2 * row * width + 2 * column
                    let places: [Int] = [corner, corner + 1, corner + width, corner + width + 1]
                    let greatest: Float = places.map { pixels[$0] }.max() ?? 0
                    return places.first { pixels[$0].isNaN } ?? places.first { pixels[$0] == greatest } ?? corner
                }
            }
            let pooled: [Float] = maxPool2D(images, window).scalars
            #expect(pooled.map(\.bitPattern) == positions.map { pixels[$0].bitPattern }, "width \(width)")
            let derivative: Tensor<Float> = gradient(at: images) { maxPool2D($0, window).sum() }
            #expect(derivative.scalars == pixels.indices.map { positions.contains($0) ? 1 : 0 }, "width \(width)")
        }
    }

    /// With dilation, or with images without pixels, all pixels of a window may lie in the padding. Such a window has
    /// no greatest pixel.
    @Test func maximaOfWindowsWithoutPixelsTrap() async {
        let dilated = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let window = Window2D(kernel: (2, 2), padding: (1, 1), dilation: (3, 3))
            _ = maxPool2D(Tensor<Float>(ones: [1, 1, 2, 2]), window)
        }
        let sentence: String = text(dilated?.standardErrorContent)
        #expect(sentence.contains("maxPool2D: ") && sentence.contains("[1, 1, 2, 2]"), "\(sentence)")
        #expect(sentence.contains("3 × 3"), "\(sentence)")
        let empty = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = maxPool2D(Tensor<Float>(ones: [1, 1, 0, 4]), Window2D(kernel: (2, 2), padding: (1, 1)))
        }
        let emptyWords: String = text(empty?.standardErrorContent)
        #expect(emptyWords.contains("[1, 1, 0, 4]"))
    }

    /// A dilated window with padding works if each window contains a pixel.
    @Test func dilatedWindowsMayReachIntoThePadding() {
        let images: Tensor<Double> = sample([1, 2, 4, 5])
        let window = Window2D(kernel: (2, 2), padding: (1, 1), dilation: (3, 2))
        #expect(problems(of: { maxPool2D($0[0], window) }, at: [images], hasSecondDerivative: false) == [])
        let first: Double = maxPool2D(images, window)[0, 0, 0, 0].scalar
        #expect(first == images[0, 0, 2, 1].scalar)
    }

    /// Padding pixels count as zeros, so the mean of a window without pixels is 0.
    @Test func theMeanOfPaddingIsZero() {
        let images: Tensor<Double> = sample([1, 1, 2, 2])
        let window = Window2D(kernel: (2, 2), padding: (1, 1), dilation: (3, 3))
        #expect(averagePool2D(images, window).scalars == [0])
        #expect(problems(of: { averagePool2D($0[0], window) }, at: [images], hasSecondDerivative: false) == [])
    }
}
