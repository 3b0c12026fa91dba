import Differentiation
import Optimizers
import Tensors
import TestSupport
import Testing

/// A rule as a user writes it: the one of the documentation.
private struct HeavyBall: ParameterwiseOptimizer {
    var learningRate = 0.1
    var state = OptimizerState()

    func step<Scalar: RealScalar>(
        _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
    ) {
        let velocity: Tensor<Scalar> = state.isEmpty ? gradient : state[0] * 0.9 + gradient
        state = [velocity]
        parameter -= velocity * Scalar(learningRate)
    }
}

@Suite struct UserOptimizerTests {
    private func train(_ optimizer: any Optimizer, factor: Double? = nil) -> (MixedModel, any Optimizer) {
        var (model, optimizer) = (MixedModel(), optimizer)
        if let factor { optimizer.state.learningRateFactors["a"] = factor }
        for _ in 0 ..< 5 {
            optimizer.update(&model, along: gradient(at: model) { $0.loss(Tensor([0.3, -0.2, 0.5])).squared() })
        }
        return (model, optimizer)
    }

    @Test func oneFunctionIsAnOptimizer() {
        for factor in [nil, 0.5] {
            let (model, own) = train(HeavyBall(), factor: factor)
            let (expected, _) = train(SGD(learningRate: 0.1, momentum: 0.9), factor: factor)
            #expect(difference(model.weight, expected.weight, tolerance: 1e-14) == nil)
            #expect(difference(model.layers[1].a, expected.layers[1].a, tolerance: 1e-14) == nil)
            #expect(own.state.stepCount == 5)
        }
    }

    @Test func stateThatNoCheckpointCouldGiveBackTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            struct Summing: ParameterwiseOptimizer {
                var learningRate = 0.1
                var state = OptimizerState()

                func step<Scalar: RealScalar>(
                    _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
                ) { state = [gradient.squared().sum()] }
            }
            var (model, optimizer) = (Cubic<Double>(a: Tensor([1]), b: Tensor([2, 3])), Summing())
            optimizer.update(&model, along: model)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(
            sentence.contains("optimizer: Summing keeps a tensor of shape [] for parameter a of shape [1], where a"))
    }

    @Test func factorForANameThatIsNotThereTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var (model, optimizer) = (Cubic<Double>(a: Tensor([1]), b: Tensor([2])), SGD(learningRate: 0.1))
            optimizer.state.learningRateFactors = ["a": 0.5, "beta": 0.1]
            optimizer.update(&model, along: model)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("optimizer: no parameter is named beta, which learningRateFactors names"))
        #expect(sentence.contains("The last parts of the names are: a, b"))
    }
}
