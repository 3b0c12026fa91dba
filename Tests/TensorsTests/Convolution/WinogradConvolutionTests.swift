import Differentiation
import Tensors
import TestSupport
import Testing

/// Convolutions by Winograd's minimal filtering agree with the definition. The library uses minimal filtering for 3 × 3
/// and 5 × 5 windows with at least 16 input and 16 output channels, and at least 32 tiles of 4 × 4 or 2 × 2 results.
@Suite struct WinogradConvolutionTests {
    static let geometries: [ConvolutionGeometry] = [
        ConvolutionGeometry(images: [8, 16, 8, 8], weight: [16, 16, 3, 3], padding: [1, 1]),
        ConvolutionGeometry(images: [17, 17, 7, 5], weight: [19, 17, 3, 3]),
        ConvolutionGeometry(images: [16, 33, 4, 9], weight: [16, 33, 3, 3], padding: [1, 0]),
        ConvolutionGeometry(images: [9, 16, 2, 3], weight: [35, 16, 3, 3], padding: [3, 2]),
        ConvolutionGeometry(images: [7, 16, 5, 6], weight: [16, 16, 3, 3], padding: [0, 7]),
        // With fewer tiles, the library uses the columns of the windows.
        ConvolutionGeometry(images: [1, 16, 8, 8], weight: [16, 16, 3, 3], padding: [1, 1]),
        ConvolutionGeometry(images: [0, 16, 5, 6], weight: [16, 16, 3, 3]),
        // A block contains several images, the last block is smaller than the other blocks, and there is more than one
        // group of blocks.
        ConvolutionGeometry(images: [37, 16, 7, 7], weight: [18, 16, 3, 3], padding: [1, 1]),
        // Each image needs several blocks, and the last block has fewer rows of tiles than the other blocks.
        ConvolutionGeometry(images: [2, 16, 45, 71], weight: [17, 16, 3, 3], padding: [1, 2]),
        // The same kinds of shapes with windows of 5 × 5 pixels.
        ConvolutionGeometry(images: [8, 16, 8, 8], weight: [16, 16, 5, 5], padding: [2, 2]),
        ConvolutionGeometry(images: [17, 17, 9, 7], weight: [19, 17, 5, 5]),
        ConvolutionGeometry(images: [5, 33, 6, 11], weight: [16, 33, 5, 5], padding: [1, 0]),
        ConvolutionGeometry(images: [9, 16, 2, 3], weight: [35, 16, 5, 5], padding: [4, 3]),
        ConvolutionGeometry(images: [7, 16, 7, 6], weight: [16, 16, 5, 5], padding: [0, 8]),
        ConvolutionGeometry(images: [1, 16, 7, 8], weight: [16, 16, 5, 5], padding: [1, 1]),
        ConvolutionGeometry(images: [0, 16, 7, 8], weight: [16, 16, 5, 5]),
        ConvolutionGeometry(images: [37, 16, 8, 8], weight: [18, 16, 5, 5], padding: [1, 2]),
        ConvolutionGeometry(images: [2, 16, 35, 41], weight: [17, 16, 5, 5], padding: [2, 4]),
    ]

    @Test(arguments: [3, 5])
    func derivativesAreThoseOfCentralDifferences(side: Int) {
        // The 32 images are equal, so that a difference changes a single image and the batch has enough tiles. Only one
        // of the filters is varied, because each number takes two convolutions.
        let geometry = ConvolutionGeometry(
            images: [32, 16, 3, 3], weight: [16, 16, side, side], padding: [side / 2, side / 2])
        let others: Tensor<Double> = sample([15, 16, side, side], seed: 3)
        let found: [String] = problems(
            of: { x in
                let weight = Tensor<Double>(concatenating: [x[1], others], axis: 0)
                return geometry.convolution(x[0].broadcast(to: geometry.images), weight, x[2]).mean(axis: 0)
            },
            at: [sample([1, 16, 3, 3]), sample([1, 16, side, side], seed: 1), sample([16], seed: 2)],
            hasSecondDerivative: false)
        #expect(found == [])
    }

    @Test(arguments: geometries)
    func valuesAndDerivativesAreThoseOfTheDefinition(geometry: ConvolutionGeometry) {
        let (x, w): (Tensor<Double>, Tensor<Double>) = (sample(geometry.images), sample(geometry.weight, seed: 1))
        let bias: Tensor<Double> = sample([geometry.weight[0]], seed: 2)
        func defined(_ x: Tensor<Double>, _ w: Tensor<Double>, _ bias: Tensor<Double>) -> Tensor<Double> {
            geometry.definition(x, w) + bias.reshaped(to: [bias.count, 1, 1])
        }
        let value: Tensor<Double> = defined(x, w, bias)
        #expect(difference(geometry.convolution(x, w, bias), value, tolerance: 1e-12) == nil)
        #expect(difference(geometry.convolution(x, w), geometry.definition(x, w), tolerance: 1e-12) == nil)

        let cotangent: Tensor<Double> = sample(value.shape, seed: 3)
        let expected = gradient(at: [x, w, bias]) { (defined($0[0], $0[1], $0[2]) * cotangent).sum() }
        let found = gradient(at: [x, w, bias]) { (geometry.convolution($0[0], $0[1], $0[2]) * cotangent).sum() }
        for (expected, found) in zip(expected, found) {
            #expect(difference(found, expected, tolerance: 1e-11) == nil)
        }
        // The gradient with respect to one operand has the same bits whether or not the gradient with respect to the
        // second operand is also computed.
        let byImages: Tensor<Double> = gradient(at: x) { (geometry.convolution($0, w) * cotangent).sum() }
        let byWeight: Tensor<Double> = gradient(at: w) { (geometry.convolution(x, $0) * cotangent).sum() }
        #expect(byImages == found[0] && byWeight == found[1])
    }

    /// The greatest error in single precision is within a bound. Errors are in units of 2⁻²⁴ times the greatest sum of
    /// the products' magnitudes. The measured errors were 4 to 8 for minimal filtering with windows of 3 × 3 pixels, 2 to
    /// 5 with windows of 5 × 5 pixels, and 0.4 to 3 for column convolution, which the library uses for 8 output channels.
    @Test(arguments: [[64, 16], [128, 7], [16, 28]], [3, 5])
    func singlePrecisionIsWithinItsBound(size: [Int], windowSide: Int) {
        let (channels, side): (Int, Int) = (size[0], size[1])
        let padding: Int = windowSide / 2
        var generator = PhiloxGenerator(seed: 3)
        let images = Tensor<Float>(randomNormal: [8, channels, side, side], using: &generator)
        let (x, w): (Tensor<Float>, Tensor<Float>) = (
            images.relu(), Tensor(randomNormal: [64, channels, windowSide, windowSide], using: &generator)
        )
        func exact(_ x: Tensor<Float>, _ w: Tensor<Float>) -> Tensor<Double> {
            ConvolutionGeometry(images: x.shape, weight: w.shape, padding: [padding, padding])
                .definition(Tensor<Double>(x), Tensor<Double>(w))
        }
        let (value, magnitude): (Tensor<Double>, Double) = (exact(x, w), exact(x, w.abs()).max().scalar)
        func greatestError(_ result: Tensor<Float>) -> Double {
            (Tensor<Double>(result) - value).abs().max().scalar / magnitude * 0x1p24
        }
        let parts: [Tensor<Float>] = stride(from: 0, to: 64, by: 8).map {
            conv2D(x, w[$0 ..< $0 + 8], padding: (padding, padding))
        }
        let byColumns: Double = greatestError(Tensor(concatenating: parts, axis: 1))
        let found: Double = greatestError(conv2D(x, w, padding: (padding, padding)))
        #expect(byColumns < 4 && found < 12)
    }

    @Test(arguments: [3, 5])
    func nonFinitePixelsReachOnlyTheTilesAroundThem(side: Int) {
        var x: Tensor<Double> = sample([1, 16, 24, 24])
        x[0, 3, 5, 6] = Tensor(.nan)
        let y: Tensor<Double> = conv2D(
            x, sample([16, 16, side, side], seed: 1), padding: (side / 2, side / 2))
        let (near, far): ([Double], [Double]) = (
            y[0, .all, 4 ... 6, 5 ... 7].scalars, y[0, .all, 0 ..< (side == 3 ? 4 : 2)].scalars
        )
        #expect(near.allSatisfy { $0.isNaN } && far.allSatisfy { $0.isFinite })
    }
}
