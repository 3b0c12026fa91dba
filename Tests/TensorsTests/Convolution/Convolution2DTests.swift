import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct ConvolutionTests {
    static let geometries: [ConvolutionGeometry] = [
        ConvolutionGeometry(images: [2, 2, 5, 6], weight: [3, 2, 3, 2]),
        ConvolutionGeometry(images: [1, 1, 4, 4], weight: [1, 1, 1, 1]),
        ConvolutionGeometry(images: [2, 3, 4, 4], weight: [2, 3, 1, 1], stride: [2, 1]),
        ConvolutionGeometry(images: [1, 2, 6, 5], weight: [2, 2, 3, 3], stride: [2, 3], padding: [1, 2]),
        ConvolutionGeometry(images: [1, 1, 7, 8], weight: [2, 1, 2, 3], dilation: [3, 2]),
        ConvolutionGeometry(
            images: [2, 1, 5, 5], weight: [1, 1, 3, 3], stride: [2, 2], padding: [2, 1], dilation: [2, 1]),
        ConvolutionGeometry(images: [1, 1, 3, 3], weight: [1, 1, 3, 3]),
        ConvolutionGeometry(images: [1, 1, 2, 2], weight: [1, 1, 4, 4], padding: [2, 2]),
        ConvolutionGeometry(images: [0, 1, 3, 3], weight: [2, 1, 2, 2]),
        ConvolutionGeometry(images: [2, 2, 3, 4], weight: [37, 2, 2, 2]),
    ]

    @Test(arguments: geometries)
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

    @Test(arguments: geometries)
    func convolutionAgreesWithTheDefinition(geometry: ConvolutionGeometry) {
        let x: Tensor<Double> = sample(geometry.images)
        let w: Tensor<Double> = sample(geometry.weight, seed: 1)
        #expect(difference(geometry.convolution(x, w), geometry.definition(x, w), tolerance: 1e-13) == nil)
    }

    /// Images so large that the columns are cut into several tiles, with a ragged last one.
    @Test func tilesHaveNoSeams() {
        let geometry = ConvolutionGeometry(
            images: [2, 3, 61, 67], weight: [4, 3, 5, 5], stride: [1, 2], padding: [2, 1])
        let x: Tensor<Double> = sample(geometry.images)
        let w: Tensor<Double> = sample(geometry.weight, seed: 1)
        let value: Tensor<Double> = geometry.definition(x, w)
        #expect(difference(geometry.convolution(x, w), value, tolerance: 1e-12) == nil)

        // The product is linear in both: its gradients are those of the definition's inner products.
        let cotangent: Tensor<Double> = sample(value.shape, seed: 3)
        let (byX, byW) = gradient(at: x, w) { x, w in (geometry.convolution(x, w) * cotangent).sum() }
        let (dx, dw): (Tensor<Double>, Tensor<Double>) = (sample(x.shape, seed: 4), sample(w.shape, seed: 5))
        let expected: Double = ((geometry.definition(dx, w) + geometry.definition(x, dw)) * cotangent).sum().scalar
        #expect(abs((byX * dx).sum().scalar + (byW * dw).sum().scalar - expected) < 1e-9 * (1 + abs(expected)))
    }

    /// Rows are moved by vectors that overlap at their end, through a plane with its padding about it where there is
    /// padding: every width of a row, in several tiles, for kernels that reach beyond the image or not.
    @Test(arguments: [[0, 0], [1, 1], [2, 1], [0, 3]], [1, 2])
    func rowsOfAnyWidth(padding: [Int], rowStride: Int) {
        for width in 1 ... 36 {
            let geometry = ConvolutionGeometry(
                images: [1, 60, 9, width], weight: [2, 60, 3, min(3, width)], stride: [rowStride, 1], padding: padding)
            let x: Tensor<Double> = sample(geometry.images)
            let w: Tensor<Double> = sample(geometry.weight, seed: 1)
            let value: Tensor<Double> = geometry.definition(x, w)
            #expect(difference(geometry.convolution(x, w), value, tolerance: 1e-12) == nil, "width \(width)")
            let single: Tensor<Float> = conv2D(
                Tensor<Float>(x), Tensor<Float>(w), stride: (rowStride, 1), padding: (padding[0], padding[1]))
            #expect(difference(Tensor<Double>(single), value, tolerance: 1e-4) == nil, "width \(width), Float")

            // ⟨conv(x), g⟩ = ⟨x, convᵀ(g)⟩, whatever g is: the products are whole numbers, so both sums are exact.
            let wholes: Tensor<Double> = (w * 8).rounded()
            let cotangent: Tensor<Double> = (sample(value.shape, seed: 3) * 8).rounded()
            let pixels: Tensor<Double> = (sample(geometry.images, seed: 4) * 8).rounded()
            let byX: Tensor<Double> = gradient(at: pixels) { (geometry.convolution($0, wholes) * cotangent).sum() }
            let forward: Double = (geometry.convolution(pixels, wholes) * cotangent).sum().scalar
            #expect((byX * pixels).sum().scalar == forward, "width \(width)")
            let narrow: Tensor<Float> = gradient(at: Tensor<Float>(pixels)) { x in
                let result: Tensor<Float> = conv2D(
                    x, Tensor<Float>(wholes), stride: (rowStride, 1), padding: (padding[0], padding[1]))
                return (result * Tensor<Float>(cotangent)).sum()
            }
            #expect(Tensor<Double>(narrow).scalars == byX.scalars, "width \(width), Float")
        }
    }

    @Test func convolutionAgreesWithPyTorch() {
        for reference in ReferenceCase.all("conv2d") {
            let names: [String] = ["input", "weight"] + (reference.has("bias") ? ["bias"] : [])
            let found: [String] = problems(against: reference, inputs: names) { inputs in
                conv2D(
                    inputs[0], inputs[1], bias: inputs.count > 2 ? inputs[2] : nil, stride: reference.pair("stride"),
                    padding: reference.pair("padding"), dilation: reference.pair("dilation"))
            }
            #expect(found == [])
        }
    }

    @Test func floatIsAsGoodAsFloatCanBe() {
        let geometry = ConvolutionGeometry(images: [3, 4, 14, 14], weight: [8, 4, 3, 3], padding: [1, 1])
        let x: Tensor<Double> = sample(geometry.images)
        let w: Tensor<Double> = sample(geometry.weight, seed: 1)
        let narrow: Tensor<Float> = conv2D(Tensor<Float>(x), Tensor<Float>(w), padding: (1, 1))
        #expect(difference(Tensor<Double>(narrow), geometry.convolution(x, w), tolerance: 2e-6) == nil)
    }
}
