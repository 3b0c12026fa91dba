import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct PoolingTests {
    @Test func maxPoolAgreesWithPyTorch() {
        for reference in ReferenceCase.all("max_pool2d") {
            let layer = MaxPool2D<Double>(
                kernel: reference.pair("kernel"), stride: reference.pair("stride"), padding: reference.pair("padding"))
            #expect(problems(against: reference, inputs: ["input"]) { layer($0[0]) } == [])
        }
    }

    @Test func averagePoolAgreesWithPyTorch() {
        for reference in ReferenceCase.all("average_pool2d") {
            let layer = AveragePool2D<Double>(
                kernel: reference.pair("kernel"), stride: reference.pair("stride"), padding: reference.pair("padding"))
            #expect(problems(against: reference, inputs: ["input"]) { layer($0[0]) } == [])
        }
    }

    @Test func adaptivePoolsAgreeWithPyTorch() {
        for reference in ReferenceCase.layers("adaptive_max_pool2d") {
            let layer = AdaptiveMaxPool2D<Double>(reference.pair("size"))
            #expect(problems(against: reference, inputs: ["input"]) { layer($0[0]) } == [])
        }
        for reference in ReferenceCase.layers("adaptive_average_pool2d") {
            let layer = AdaptiveAveragePool2D<Double>(reference.pair("size"))
            #expect(problems(against: reference, inputs: ["input"]) { layer($0[0]) } == [])
        }
        let images: Tensor<Double> = sample([2, 2, 5, 4])
        #expect(AdaptiveMaxPool2D(2)(images) == AdaptiveMaxPool2D((2, 2))(images))
        #expect(layerProblems(AdaptiveAveragePool2D<Double>(3), at: images) { $0($1) } == [])
        #expect(layerProblems(AdaptiveMaxPool2D<Double>(3), at: images) { $0($1) } == [])
    }

    @Test func globalPoolsAgreeWithPyTorchExceptForTheTwoAxes() {
        let layers: [(String, any TensorModule<Double>)] = [
            ("global_average_pool2d", GlobalAveragePool2D<Double>()), ("global_max_pool2d", GlobalMaxPool2D<Double>()),
        ]
        for (operation, layer) in layers {
            for reference in ReferenceCase.all(operation) {
                let found: [String] = problems(against: reference, inputs: ["input"]) { inputs in
                    let output: Tensor<Double> = layer(inputs[0])
                    return output.reshaped(to: [output.shape[0], output.shape[1], 1, 1])
                }
                #expect(found == [])
            }
        }
    }

    @Test func squareWindowsMoveByTheirSize() {
        let images: Tensor<Double> = sample([2, 3, 7, 9])
        #expect(MaxPool2D(2)(images) == MaxPool2D(kernel: (2, 2), stride: (2, 2))(images))
        #expect(AveragePool2D(3)(images) == AveragePool2D(kernel: (3, 3), stride: (3, 3))(images))
        #expect(MaxPool2D(3, stride: 1, padding: 1)(images).shape == [2, 3, 7, 9])
        #expect(AveragePool2D(kernel: (2, 3))(images).shape == [2, 3, 3, 3])
    }

    @Test func poolsHaveTheirDerivatives() {
        let images: Tensor<Double> = sample([2, 2, 5, 4])
        #expect(layerProblems(MaxPool2D<Double>(2), at: images) { $0($1) } == [])
        #expect(layerProblems(MaxPool2D<Double>(3, stride: 2, padding: 1), at: images) { $0($1) } == [])
        #expect(layerProblems(AveragePool2D<Double>(3, stride: 1, padding: 1), at: images) { $0($1) } == [])
        #expect(layerProblems(GlobalMaxPool2D<Double>(), at: images) { $0($1) } == [])
        #expect(layerProblems(GlobalAveragePool2D<Double>(), at: images) { $0($1) } == [])
    }

    @Test func poolsHaveNoParameters() {
        #expect(MaxPool2D<Float>(2).parameterCount == 0 && GlobalMaxPool2D<Float>().parameterNames == [])
    }
}
