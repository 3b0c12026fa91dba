import Tensors
import TestSupport
import Testing

@Suite struct Convolution2DTests {
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

    @Test func convolutionAgreesWithPyTorch() {
        for reference in ReferenceCase.all("conv2d") + ReferenceCase.layers("conv2d") {
            let names: [String] = ["input", "weight"] + (reference.has("bias") ? ["bias"] : [])
            let found: [String] = problems(against: reference, inputs: names) { inputs in
                conv2D(
                    inputs[0], inputs[1], bias: inputs.count > 2 ? inputs[2] : nil, stride: reference.pair("stride"),
                    padding: reference.pair("padding"), dilation: reference.pair("dilation"),
                    groups: reference.parameters["groups"] == nil ? 1 : reference.integer("groups"))
            }
            #expect(found == [])
        }
    }

    @Test func floatHasFloatPrecision() {
        let geometry = ConvolutionGeometry(images: [3, 4, 14, 14], weight: [8, 4, 3, 3], padding: [1, 1])
        let x: Tensor<Double> = sample(geometry.images)
        let w: Tensor<Double> = sample(geometry.weight, seed: 1)
        let narrow: Tensor<Float> = conv2D(Tensor<Float>(x), Tensor<Float>(w), padding: (1, 1))
        #expect(difference(Tensor<Double>(narrow), geometry.convolution(x, w), tolerance: 2e-6) == nil)
    }
}
