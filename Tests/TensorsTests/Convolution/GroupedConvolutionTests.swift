import Differentiation
import Tensors
import TestSupport
import Testing

/// Convolutions in groups agree with the convolutions of the groups: by im2col, by minimal filtering, and by the kernel
/// for a single channel in each group.
@Suite struct GroupedConvolutionTests {
    static let general: [ConvolutionGeometry] = [
        ConvolutionGeometry(images: [2, 4, 5, 6], weight: [6, 2, 3, 2], padding: [1, 1], groups: 2),
        ConvolutionGeometry(
            images: [1, 6, 7, 5], weight: [3, 2, 2, 3], stride: [2, 1], dilation: [2, 1], groups: 3),
        ConvolutionGeometry(images: [2, 4, 3, 4], weight: [2, 2, 1, 1], groups: 2),
        ConvolutionGeometry(images: [0, 4, 3, 4], weight: [2, 2, 2, 2], groups: 2),
        ConvolutionGeometry(images: [2, 0, 3, 4], weight: [2, 0, 2, 2], groups: 2),
    ]

    static let depthwise: [ConvolutionGeometry] = [
        ConvolutionGeometry(images: [2, 3, 5, 6], weight: [3, 1, 3, 3], padding: [1, 1], groups: 3),
        ConvolutionGeometry(
            images: [2, 2, 7, 19], weight: [4, 1, 3, 3], stride: [2, 2], padding: [1, 1], groups: 2),
        ConvolutionGeometry(
            images: [1, 2, 9, 8], weight: [2, 1, 2, 4], stride: [1, 3], padding: [1, 0], dilation: [3, 2], groups: 2),
        ConvolutionGeometry(
            images: [1, 2, 1, 23], weight: [2, 1, 1, 5], padding: [0, 6], dilation: [1, 2], groups: 2),
        ConvolutionGeometry(images: [3, 2, 6, 5], weight: [6, 1, 5, 1], stride: [3, 1], padding: [4, 0], groups: 2),
        ConvolutionGeometry(images: [2, 2, 8, 9], weight: [2, 1, 2, 2], stride: [3, 4], groups: 2),
        ConvolutionGeometry(images: [1, 2, 4, 20], weight: [2, 1, 2, 2], groups: 2),
        ConvolutionGeometry(images: [1, 2, 3, 3], weight: [2, 1, 1, 1], stride: [2, 2], groups: 2),
        ConvolutionGeometry(images: [1, 2, 2, 2], weight: [2, 1, 6, 6], padding: [2, 2], groups: 2),
        ConvolutionGeometry(images: [0, 2, 4, 4], weight: [2, 1, 3, 3], groups: 2),
    ]

    @Test(arguments: general + depthwise)
    func convolutionHasItsDerivativesInEveryLayout(geometry: ConvolutionGeometry) {
        let inputs: [Tensor<Double>] = [
            sample(geometry.images), sample(geometry.weight, seed: 1), sample([geometry.weight[0]], seed: 2),
        ]
        let biased: [String] = problems(
            of: { geometry.convolution($0[0], $0[1], $0[2]) }, at: inputs, hasSecondDerivative: false)
        #expect(biased == [])
        let plain: [String] = problems(
            of: { geometry.convolution($0[0], $0[1]) }, at: Array(inputs.prefix(2)), hasSecondDerivative: false)
        #expect(plain == [])
    }

    /// Larger convolutions: minimal filtering in groups, planes of several bands, and rows that need several tiles of
    /// columns.
    @Test(arguments: [
        ConvolutionGeometry(images: [3, 34, 7, 6], weight: [36, 17, 3, 3], padding: [1, 1], groups: 2),
        ConvolutionGeometry(images: [10, 48, 9, 9], weight: [48, 16, 3, 3], groups: 3),
        ConvolutionGeometry(images: [3, 34, 9, 6], weight: [36, 17, 5, 5], padding: [2, 1], groups: 2),
        ConvolutionGeometry(images: [2, 3, 97, 101], weight: [6, 1, 3, 3], padding: [1, 2], groups: 3),
        ConvolutionGeometry(
            images: [9, 3, 83, 90], weight: [3, 1, 5, 5], stride: [2, 2], padding: [2, 2], groups: 3),
        ConvolutionGeometry(images: [2, 2, 5, 7000], weight: [2, 1, 3, 2], padding: [1, 1], groups: 2),
        ConvolutionGeometry(images: [1, 40, 2, 700], weight: [3, 40, 1, 5], padding: [0, 2]),
        ConvolutionGeometry(
            images: [2, 80, 1, 900], weight: [4, 40, 1, 6], stride: [1, 2], padding: [0, 70], dilation: [1, 3],
            groups: 2),
        ConvolutionGeometry(images: [1, 60, 3, 600], weight: [2, 60, 2, 4], padding: [1, 66]),
    ])
    func valuesAndDerivativesAreThoseOfTheDefinition(geometry: ConvolutionGeometry) {
        let (x, w): (Tensor<Double>, Tensor<Double>) = (sample(geometry.images), sample(geometry.weight, seed: 1))
        let bias: Tensor<Double> = sample([geometry.weight[0]], seed: 2)
        let value: Tensor<Double> = geometry.definition(x, w) + bias.reshaped(to: [bias.count, 1, 1])
        #expect(difference(geometry.convolution(x, w, bias), value, tolerance: 1e-12) == nil)
        let single: Tensor<Float> = geometry.convolution(Tensor<Float>(x), Tensor<Float>(w), Tensor<Float>(bias))
        #expect(difference(Tensor<Double>(single), value, tolerance: 1e-4) == nil)

        // The convolution is linear in the images and linear in the weight. So the inner product of each gradient with
        // a direction equals the inner product of the cotangent with the output for this direction.
        let cotangent: Tensor<Double> = sample(value.shape, seed: 3)
        let found = gradient(at: [x, w, bias]) { (geometry.convolution($0[0], $0[1], $0[2]) * cotangent).sum() }
        let directions: [Tensor<Double>] = [sample(x.shape, seed: 4), sample(w.shape, seed: 5)]
        let outputs: [Tensor<Double>] = [
            geometry.definition(directions[0], w), geometry.definition(x, directions[1]),
        ]
        for (index, output) in outputs.enumerated() {
            let expected: Double = (output * cotangent).sum().scalar
            let product: Double = (found[index] * directions[index]).sum().scalar
            #expect(abs(product - expected) < 1e-10 * (1 + abs(expected)), "input \(index)")
        }
        #expect(difference(found[2], cotangent.sum(axes: [0, 2, 3]), tolerance: 1e-10) == nil)
        // A derivative has the same bits whether or not the other derivatives are also computed.
        let byImages: Tensor<Double> = gradient(at: x) { (geometry.convolution($0, w, bias) * cotangent).sum() }
        let byBias: Tensor<Double> = gradient(at: bias) { (geometry.convolution(x, w, $0) * cotangent).sum() }
        #expect(byImages == found[0] && byBias == found[2])
    }

    /// The depthwise kernel is correct for every row width. Rows end with a vector that overlaps another vector.
    @Test(arguments: [1, 2, 3], [0, 1])
    func rowsOfAnyWidth(stride: Int, padding: Int) {
        for width in 3 ... 40 {
            let geometry = ConvolutionGeometry(
                images: [1, 2, 4, width], weight: [2, 1, 3, 3], stride: [1, stride], padding: [1, padding], groups: 2)
            // All numbers are small integers, so all sums are exact.
            let x: Tensor<Float> = (sample(geometry.images) * 8).rounded()
            let w: Tensor<Float> = (sample(geometry.weight, seed: 1) * 8).rounded()
            let value: Tensor<Float> = geometry.definition(x, w)
            #expect(geometry.convolution(x, w) == value, "width \(width)")
            let cotangent: Tensor<Float> = (sample(value.shape, seed: 3) * 8).rounded()
            let expected = gradient(at: x, w) { x, w in (geometry.definition(x, w) * cotangent).sum() }
            let found = gradient(at: x, w) { x, w in (geometry.convolution(x, w) * cotangent).sum() }
            #expect(found.0 == expected.0 && found.1 == expected.1, "width \(width)")
        }
    }

    /// Infinite pixels reach only the windows that contain them, also in the derivative with respect to the weight.
    @Test func nonFinitePixelsReachOnlyTheirWindows() {
        var x: Tensor<Float> = sample([1, 2, 5, 21])
        x[0, 0, 2, 20] = Tensor(.infinity)
        let w: Tensor<Float> = sample([2, 1, 1, 2], in: 0.5 ... 1)
        let y: Tensor<Float> = conv2D(x, w, groups: 2)
        #expect(y[0, 0, 2, 19].scalar == .infinity)
        #expect(y.scalars.filter { !$0.isFinite }.count == 1)
        let byW: Tensor<Float> = gradient(at: w) { conv2D(x, $0, groups: 2).sum() }
        #expect(byW.scalars.map(\.isFinite) == [true, false, true, true])
    }

    @Test func groupsThatDoNotFitTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = conv2D(Tensor<Float>(ones: [1, 6, 4, 4]), Tensor<Float>(ones: [4, 3, 2, 2]), groups: 3)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(
            sentence.contains("[1, 6, 4, 4]") && sentence.contains("[4, 3, 2, 2]") && sentence.contains("groups = 3"))
        await #expect(processExitsWith: .failure) {
            _ = conv2D(Tensor<Float>(ones: [1, 6, 4, 4]), Tensor<Float>(ones: [4, 2, 2, 2]), groups: 3)
        }
        await #expect(processExitsWith: .failure) {
            _ = conv2D(Tensor<Float>(ones: [1, 6, 4, 4]), Tensor<Float>(ones: [4, 6, 2, 2]), groups: 0)
        }
    }
}
