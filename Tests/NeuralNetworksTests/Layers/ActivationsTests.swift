import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct ActivationsTests {
    static let layers: [(operation: String, layer: any TensorModule<Double>)] = [
        ("relu", ReLU<Double>()), ("gelu", GELU<Double>()), ("silu", SiLU<Double>()), ("tanh", Tanh<Double>()),
        ("sigmoid", Sigmoid<Double>()),
    ]

    /// The layers whose references are in activations.json, with the numbers of their cases.
    static let newerLayers: [(operation: String, parameter: String?, value: Double, layer: any TensorModule<Double>)] =
        [
            ("gelu_tanh", nil, 0, GELU<Double>(approximation: .tanh)), ("mish", nil, 0, Mish<Double>()),
            ("hardswish", nil, 0, Hardswish<Double>()), ("hardsigmoid", nil, 0, Hardsigmoid<Double>()),
            ("leaky_relu", "slope", 0.01, LeakyReLU<Double>()),
            ("leaky_relu", "slope", 0.3, LeakyReLU(negativeSlope: 0.3)),
            ("elu", "alpha", 1, ELU<Double>()), ("elu", "alpha", 1.7, ELU<Double>(alpha: 1.7)),
        ]

    @Test(arguments: newerLayers.indices)
    func newerLayersAgreeWithPyTorch(index: Int) throws {
        let (operation, parameter, value, layer) = Self.newerLayers[index]
        let cases: [ReferenceCase] = referenceCases(in: "activations")
        let reference: ReferenceCase = try #require(
            cases.first { $0.operation == operation && (parameter.map($0.number) ?? value) == value })
        // PyTorch's derivative of hardsigmoid contains 1/6 rounded to a `Float`.
        let tolerance: Double = operation == "hardsigmoid" ? 1e-9 : 1e-14
        #expect(problems(against: reference, inputs: ["input"], tolerance: tolerance) { layer($0[0]) } == [])
        #expect(derivativeProblems(layer, at: sample([3, 4], in: -2.9 ... -0.1)) == [])
        #expect(derivativeProblems(layer, at: sample([3, 4], in: 0.1 ... 2.9)) == [])
        #expect(layer.parameterCount == 0)
    }

    @Test(arguments: layers.indices)
    func agreesWithPyTorch(index: Int) {
        let (operation, layer) = Self.layers[index]
        for reference in ReferenceCase.all(operation) {
            let found: [String] = problems(against: reference, inputs: ["input"], tolerance: 1e-13) { layer($0[0]) }
            #expect(found == [])
        }
    }

    @Test(arguments: layers.indices)
    func hasItsDerivative(index: Int) {
        let (operation, layer) = Self.layers[index]
        #expect(derivativeProblems(layer, at: sample([3, 4], in: -2 ... 2)) == [], "\(operation)")
    }

    private func derivativeProblems(_ layer: some TensorModule<Double>, at input: Tensor<Double>) -> [String] {
        layerProblems(layer, at: input) { $0($1) }
    }

    @Test(arguments: ["softmax", "log_softmax"])
    func softmaxAgreesWithPyTorch(operation: String) {
        for reference in ReferenceCase.all(operation) {
            let axis: Int = reference.integer("axis")
            let layer: any TensorModule<Double> =
                operation == "softmax" ? Softmax<Double>(axis: axis) : LogSoftmax<Double>(axis: axis)
            let found: [String] = problems(against: reference, inputs: ["input"]) { layer($0[0]) }
            #expect(found == [])
        }
    }

    @Test func softmaxHasItsDerivativeAlongAnyAxis() {
        for axis in [-1, 0, 1] {
            #expect(derivativeProblems(Softmax<Double>(axis: axis), at: sample([3, 2, 4])) == [])
            #expect(derivativeProblems(LogSoftmax<Double>(axis: axis), at: sample([3, 2, 4])) == [])
        }
    }

    @Test func lastAxisIsTheDefaultOfSoftmax() {
        let input: Tensor<Double> = sample([3, 4])
        #expect(Softmax<Double>()(input) == Softmax<Double>(axis: 1)(input))
        #expect(LogSoftmax<Double>()(input) == LogSoftmax<Double>(axis: 1)(input))
    }

    @Test func identityReturnsItsInput() {
        let input: Tensor<Double> = sample([3, 4])
        #expect(Identity<Double>()(input) == input)
        #expect(derivativeProblems(Identity<Double>(), at: input) == [])
    }

    @Test func flattenKeepsTheBatch() {
        let input: Tensor<Double> = sample([2, 3, 4, 5])
        #expect(Flatten<Double>()(input).shape == [2, 60])
        #expect(Flatten<Double>()(input).scalars == input.scalars)
        #expect(Flatten<Double>()(sample([2, 3])).shape == [2, 3])
        #expect(Flatten<Double>()(Tensor(zeros: [0, 3, 4])).shape == [0, 12])
        #expect(derivativeProblems(Flatten<Double>(), at: input) == [])
    }

    @Test func geluIsExactByDefault() {
        let input: Tensor<Double> = sample([3, 4])
        #expect(GELU<Double>()(input) == input.gelu() && GELU<Double>(approximation: .none)(input) == input.gelu())
    }

    @Test func haveNoParameters() {
        for (operation, layer) in Self.layers { #expect(layer.parameterCount == 0, "\(operation)") }
        #expect(Softmax<Float>().parameterCount == 0 && Flatten<Float>().parameterCount == 0)
    }

    /// Flatten merges the axes behind the batch axis, so an input without such an axis traps, as in PyTorch.
    @Test func flattenNeedsTwoAxes() async {
        #expect(Flatten<Float>()(Tensor(zeros: [2, 3, 4])).shape == [2, 12])
        #expect(Flatten<Float>()(Tensor(zeros: [2, 3])).shape == [2, 3])
        #expect(Flatten<Float>()(Tensor(zeros: [0, 3, 4])).shape == [0, 12])
        for shape: Shape in [[], [5]] {
            let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                [dimensions = shape.dimensions as [Int]] in
                _ = Flatten<Float>()(Tensor(zeros: Shape(dimensions)))
            }
            let sentence: String = text(result?.standardErrorContent)
            #expect(sentence.contains("Flatten: ") && sentence.contains("shape \(shape)"), "\(sentence)")
        }
    }
}
