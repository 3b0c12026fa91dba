import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct AdaptivePooling2DTests {
    static let cases: [(shape: Shape, size: [Int])] = [
        ([2, 2, 6, 8], [3, 2]), ([1, 2, 7, 5], [3, 4]), ([1, 2, 3, 2], [5, 4]), ([2, 1, 1, 1], [1, 1]),
        ([1, 1, 3, 23], [2, 5]), ([0, 2, 4, 4], [2, 2]), ([1, 2, 4, 37], [1, 1]),
    ]

    @Test(arguments: cases)
    func poolingHasItsDerivativesInEveryLayout(shape: Shape, size: [Int]) {
        let images: Tensor<Double> = sample(shape)
        let greatest: [String] = problems(
            of: { adaptiveMaxPool2D($0[0], (size[0], size[1])) }, at: [images], hasSecondDerivative: false)
        #expect(greatest == [])
        let mean: [String] = problems(
            of: { adaptiveAveragePool2D($0[0], (size[0], size[1])) }, at: [images], hasSecondDerivative: false)
        #expect(mean == [])
    }

    @Test func poolingAgreesWithPyTorch() {
        for reference in ReferenceCase.layers("adaptive_max_pool2d") {
            let found: [String] = problems(against: reference, inputs: ["input"]) {
                adaptiveMaxPool2D($0[0], reference.pair("size"))
            }
            #expect(found == [])
        }
        for reference in ReferenceCase.layers("adaptive_average_pool2d") {
            let found: [String] = problems(against: reference, inputs: ["input"]) {
                adaptiveAveragePool2D($0[0], reference.pair("size"))
            }
            #expect(found == [])
        }
    }

    /// If the sizes divide the lengths, adaptive pooling is pooling with disjoint windows, for every width of a row.
    @Test func windowsThatDivideTheImageAreThoseOfPooling() {
        for width in 1 ... 40 {
            let images: Tensor<Float> = sample([2, 2, 6, 3 * width])
            let window = Window2D(kernel: (2, 3), stride: (2, 3))
            #expect(adaptiveMaxPool2D(images, (3, width)) == maxPool2D(images, window))
            let found: Tensor<Float> = gradient(at: images) { adaptiveMaxPool2D($0, (3, width)).squared().sum() }
            #expect(found == gradient(at: images) { maxPool2D($0, window).squared().sum() })
            let mean: Tensor<Float> = averagePool2D(images, window)
            #expect(difference(adaptiveAveragePool2D(images, (3, width)), mean, tolerance: 1e-6) == nil)
            let whole: Tensor<Float> = adaptiveAveragePool2D(images, (1, 1))
            #expect(difference(whole, images.mean(axes: [2, 3], keepDims: true), tolerance: 1e-6) == nil)
        }
    }

    /// The first of equal pixels in row-major order gets the derivative, and the first NaN of a window wins.
    @Test func tiesAndNaN() {
        let equal = Tensor<Float>(ones: [1, 1, 4, 4])
        let byEqual: Tensor<Float> = gradient(at: equal) { adaptiveMaxPool2D($0, (2, 2)).sum() }
        #expect(byEqual.scalars == [1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0])
        // The later column has the earlier row.
        let rows = Tensor<Float>([0, 5, 5, 1], shape: [1, 1, 2, 2])
        #expect(gradient(at: rows) { adaptiveMaxPool2D($0, (1, 1)).sum() }.scalars == [0, 1, 0, 0])
        let holes = Tensor<Float>([9, 5, 1, .nan, 1, 7, 2, .nan, 3], shape: [1, 1, 3, 3])
        #expect(adaptiveMaxPool2D(holes, (1, 1)).scalars[0].isNaN)
        #expect(gradient(at: holes) { adaptiveMaxPool2D($0, (1, 1)).sum() }.scalars == [0, 0, 0, 1, 0, 0, 0, 0, 0])
        #expect(adaptiveMaxPool2D(holes, (3, 3)).scalars.map(\.isNaN) == holes.scalars.map(\.isNaN))
        #expect(adaptiveAveragePool2D(holes, (1, 3)).scalars.map(\.isNaN) == [true, true, false])
    }

    @Test func otherShapesTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = adaptiveAveragePool2D(Tensor<Float>(ones: [3, 4, 4]), (2, 2))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("adaptiveAveragePool2D: images must be [N, C, H, W], not [3, 4, 4]"))
        let size = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = adaptiveMaxPool2D(Tensor<Float>(ones: [1, 3, 4, 0]), (2, 2))
        }
        let words: String = text(size?.standardErrorContent)
        #expect(words.contains("adaptiveMaxPool2D: images [1, 3, 4, 0] cannot be divided into 2 × 2 windows"))
        await #expect(processExitsWith: .failure) { _ = adaptiveMaxPool2D(Tensor<Float>(ones: [1, 3, 4, 4]), (0, 2)) }
    }
}
