import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct TensorFanInitializersTests {
    static let operations = ["kaiming_uniform", "kaiming_normal", "xavier_uniform", "xavier_normal"]

    private func draw(_ reference: ReferenceCase, _ generator: inout PhiloxGenerator) -> Tensor<Double> {
        let shape = Shape(reference.integers(parameter: "shape"))
        switch reference.operation {
        case "kaiming_uniform":
            return Tensor(
                kaimingUniform: shape, negativeSlope: reference.number("negativeSlope"), using: &generator)
        case "kaiming_normal":
            return Tensor(kaimingNormal: shape, negativeSlope: reference.number("negativeSlope"), using: &generator)
        case "xavier_uniform": return Tensor(xavierUniform: shape, using: &generator)
        default: return Tensor(xavierNormal: shape, using: &generator)
        }
    }

    /// Returns at least 60 000 random weights with the initializer and the shape of a reference case.
    private func weights(_ reference: ReferenceCase) -> Tensor<Double> {
        var generator = PhiloxGenerator(seed: 5)
        let count: Int = Shape(reference.integers(parameter: "shape")).elementCount
        let draws: [Double] = (0 ..< 1 + 60_000 / count).flatMap { _ in draw(reference, &generator).scalars }
        return Tensor(draws)
    }

    @Test(arguments: operations)
    func momentsAreThoseOfPyTorch(operation: String) {
        for reference in ReferenceCase.all(operation) {
            let weights: Tensor<Double> = weights(reference)
            let deviation: Double = reference.number("standardDeviation")
            let count = Double(weights.count)
            let drawn: Double = weights.variance(axes: [0]).squareRoot().scalar
            // The tolerance is five standard deviations of the estimates for normal weights. The estimates for uniform
            // weights vary less.
            #expect(abs(weights.mean().scalar) < 5 * deviation / count.squareRoot(), "\(reference)")
            #expect(abs(drawn / deviation - 1) < 5 / (2 * count).squareRoot(), "\(reference)")
        }
    }

    @Test(arguments: ["kaiming_uniform", "xavier_uniform"])
    func boundsAreThoseOfPyTorch(operation: String) {
        for reference in ReferenceCase.all(operation) {
            let greatest: Double = weights(reference).abs().max().scalar
            let bound: Double = reference.number("bound")
            #expect(greatest <= bound && greatest > 0.999 * bound, "\(reference)")
        }
    }

    @Test func normalWeightsExceedTheUniformBound() {
        let reference: ReferenceCase = ReferenceCase.all("kaiming_normal")[0]
        let greatest: Double = weights(reference).abs().max().scalar
        #expect(greatest > 3.5 * reference.number("standardDeviation"))
    }

    @Test func layersStartWithPyTorchsDefault() throws {
        for reference in ReferenceCase.all("kaiming_uniform") where reference.parameters["biasBound"] != nil {
            let shape: [Int] = reference.integers(parameter: "shape")
            var (first, second) = (PhiloxGenerator(seed: 2), PhiloxGenerator(seed: 2))
            let expected: Tensor<Double> = draw(reference, &first)
            let (weight, bias): (Tensor<Double>, Tensor<Double>) = try layerStart(shape, &second)
            #expect(weight == expected, "\(reference)")
            #expect(bias.abs().max().scalar <= reference.number("biasBound"), "\(reference)")
        }
    }

    private func layerStart(
        _ shape: [Int], _ generator: inout PhiloxGenerator
    ) throws -> (weight: Tensor<Double>, bias: Tensor<Double>) {
        if shape.count == 2 {
            let layer = Linear<Double>(shape[1], shape[0], using: &generator)
            return (layer.weight, try #require(layer.bias))
        }
        let layer = Conv2D<Double>(shape[1], shape[0], kernel: (shape[2], shape[3]), using: &generator)
        return (layer.weight, try #require(layer.bias))
    }

    @Test func gainScales() {
        var (first, second) = (PhiloxGenerator(seed: 2), PhiloxGenerator(seed: 2))
        let plain = Tensor<Double>(xavierNormal: [4, 5], using: &first)
        let scaled = Tensor<Double>(xavierNormal: [4, 5], gain: 3, using: &second)
        #expect(difference(scaled, plain * 3, tolerance: 1e-14) == nil)
        let plainUniform = Tensor<Double>(xavierUniform: [4, 5], using: &first)
        let scaledUniform = Tensor<Double>(xavierUniform: [4, 5], gain: 3, using: &second)
        #expect(difference(scaledUniform, plainUniform * 3, tolerance: 1e-14) == nil)
    }

    @Test func sameSeedDrawsTheSame() {
        for reference in Self.operations.map({ ReferenceCase.all($0)[0] }) {
            var (first, second, third) = (PhiloxGenerator(seed: 2), PhiloxGenerator(seed: 2), PhiloxGenerator(seed: 3))
            let expected: Tensor<Double> = draw(reference, &first)
            #expect(draw(reference, &second) == expected)
            #expect(draw(reference, &third) != expected)
            #expect(draw(reference, &first) != expected)
        }
    }

    @Test func weightOfOneAxisTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            _ = Tensor<Float>(xavierUniform: [3], using: &generator)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("initializer: a weight has at least two axes, not shape [3]"))
    }

    /// Without inputs the bound of the range would be ∞, and with a gain of 0 the range would be empty.
    @Test func weightsWithoutARange() {
        var generator = PhiloxGenerator(seed: 1)
        #expect(Tensor<Float>(kaimingUniform: [3, 0], using: &generator).shape == [3, 0])
        #expect(Tensor<Float>(xavierUniform: [0, 0], using: &generator).shape == [0, 0])
        #expect(Tensor<Float>(kaimingNormal: [3, 0], using: &generator).shape == [3, 0])
        #expect(Tensor<Float>(xavierUniform: [2, 3], gain: 0, using: &generator) == Tensor(zeros: [2, 3]))
        #expect(Tensor<Float>(xavierNormal: [2, 3], gain: 0, using: &generator) == Tensor(zeros: [2, 3]))
    }
}
