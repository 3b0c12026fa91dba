import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct BatchNormTests {
    private func layer(_ reference: ReferenceCase) -> BatchNorm<Double> {
        let weight: Tensor<Double> = reference.tensor("weight")
        let momentum: Double = reference.parameters["momentum"] == nil ? 0.1 : reference.number("momentum")
        var layer = BatchNorm<Double>(weight.count, momentum: momentum, epsilon: reference.number("epsilon"))
        (layer.weight, layer.bias) = (weight, reference.tensor("bias"))
        return layer
    }

    /// Returns the layer with the running statistics after a forward pass in training mode.
    private func trained(_ layer: BatchNorm<Double>, on input: Tensor<Double>) -> BatchNorm<Double> {
        let derivative: BatchNorm<Double> = withMode(.training) { gradient(at: layer) { $0(input).sum() } }
        var result: BatchNorm<Double> = layer
        (result.runningMean, result.runningVariance) = (derivative.runningMean, derivative.runningVariance)
        return result
    }

    private func output(
        _ layer: BatchNorm<Double>, _ inputs: [Tensor<Double>], mode: Mode
    ) -> Tensor<Double> {
        var copy: BatchNorm<Double> = layer
        (copy.weight, copy.bias) = (inputs[1], inputs[2])
        return withMode(mode) { copy(inputs[0]) }
    }

    @Test(arguments: ReferenceCase.all("batch_norm_training"))
    func trainingAgreesWithPyTorchForTwoSteps(reference: ReferenceCase) {
        let start: BatchNorm<Double> = layer(reference)
        let first: Tensor<Double> = withMode(.training) { start(reference.tensor("firstInput")) }
        #expect(difference(first, reference.tensor("firstOutput"), tolerance: 1e-12) == nil)

        let once: BatchNorm<Double> = trained(start, on: reference.tensor("firstInput"))
        expectStatistics(once, reference, "firstRunningMean", "firstRunningVariance")
        let found: [String] = problems(against: reference, inputs: ["input", "weight", "bias"]) { inputs in
            output(once, inputs, mode: .training)
        }
        #expect(found == [])
        let twice: BatchNorm<Double> = trained(once, on: reference.tensor("input"))
        expectStatistics(twice, reference, "runningMean", "runningVariance")
    }

    private func expectStatistics(
        _ layer: BatchNorm<Double>, _ reference: ReferenceCase, _ mean: String, _ variance: String
    ) {
        #expect(difference(layer.runningMean.value, reference.tensor(mean), tolerance: 1e-13) == nil)
        #expect(difference(layer.runningVariance.value, reference.tensor(variance), tolerance: 1e-13) == nil)
    }

    @Test(arguments: ReferenceCase.all("batch_norm_inference"))
    func inferenceAgreesWithPyTorch(reference: ReferenceCase) {
        var start: BatchNorm<Double> = layer(reference)
        start.runningMean = Buffer(reference.tensor("runningMean"))
        start.runningVariance = Buffer(reference.tensor("runningVariance"))
        let found: [String] = problems(against: reference, inputs: ["input", "weight", "bias"]) { inputs in
            output(start, inputs, mode: .inference)
        }
        #expect(found == [])
    }

    @Test(arguments: [Mode.training, .inference])
    func hasItsDerivatives(mode: Mode) {
        for shape: Shape in [[5, 3], [2, 3, 2, 4], [3, 3, 4]] {
            var layer = BatchNorm<Double>(3)
            (layer.weight, layer.bias) = (sample([3], in: 0.5 ... 2), sample([3], seed: 1))
            let found: [String] = layerProblems(layer, at: sample(shape)) { layer, x in withMode(mode) { layer(x) } }
            #expect(found == [], "\(shape)")
        }
    }

    @Test func inferenceLeavesTheStatistics() {
        let derivative: BatchNorm<Double> = gradient(at: BatchNorm<Double>(3)) { $0(sample([5, 3])).sum() }
        #expect(
            derivative.runningMean.value == Tensor(zeros: [3]) && derivative.runningVariance.value == Tensor(ones: [3]))
    }

    @Test func trainingWithoutAGradientLeavesTheStatistics() {
        let layer = BatchNorm<Double>(3)
        _ = withMode(.training) { layer(sample([5, 3])) }
        #expect(layer.runningMean.value == Tensor(zeros: [3]) && layer.runningVariance.value == Tensor(ones: [3]))
    }

    @Test func twoPassesInOneStepMoveTheStatisticsTwice() {
        let layer = BatchNorm<Double>(3)
        let (first, second): (Tensor<Double>, Tensor<Double>) = (sample([5, 3]), sample([4, 3], in: 2 ... 9))
        let apart: BatchNorm<Double> = trained(trained(layer, on: first), on: second)
        let together: BatchNorm<Double> = withMode(.training) {
            gradient(at: layer) { $0(first).sum() + $0(second).sum() }
        }
        #expect(together.runningMean.value == apart.runningMean.value)
        #expect(together.runningVariance.value == apart.runningVariance.value)
    }

    @Test func parametersAreNamedAsInPyTorch() {
        #expect(BatchNorm<Float>(7).parameterNames == ["weight", "bias"])
        #expect(BatchNorm<Float>(7).parameterCount == 14)
    }

    @Test func notANumberStaysNotANumber() {
        var input: Tensor<Double> = sample([5, 3])
        input[2, 1] = Tensor(.nan)
        let output: Tensor<Double> = withMode(.training) { BatchNorm<Double>(3)(input) }
        #expect(output[.all, 1].scalars.allSatisfy { $0.isNaN })
        #expect(output[.all, 0].scalars.allSatisfy { $0.isFinite })
    }

    @Test func oneValuePerChannelTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = withMode(.training) { BatchNorm<Float>(4)(Tensor(ones: [1, 4])) }
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(
            sentence.contains(
                "BatchNorm: training needs more than one value per channel, not an input of shape [1, 4]"))
    }

    @Test func otherChannelsTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = BatchNorm<Float>(4)(Tensor(ones: [2, 3]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("do not fit the channels of [2, 3]"))
    }

    /// A trial of the batch size computes nothing for a batch that is too small.
    @Test func aBatchThatIsTooSmallIsRejectedBeforeItIsNormalized() {
        let layer = BatchNorm<Float>(4)
        var output = Tensor<Float>(zeros: [])
        let (complaint, profile) = Profile.measure {
            complaintOfTraining(using: PhiloxGenerator(seed: 1)) { output = layer(Tensor(ones: [1, 4])) }
        }
        #expect(complaint?.contains("not an input of shape [1, 4]") == true)
        #expect(output.shape == [1, 4] && output.scalars.allSatisfy { $0.isNaN })
        #expect(!profile.rows.contains { $0.operation == "batchNormalized" }, "\(profile.rows.map(\.operation))")
    }

    @Test func otherChannelsTrapInTrainingToo() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = withMode(.training) { BatchNorm<Float>(4)(Tensor(ones: [1, 3])) }
        }
        let resultWords: String = text(result?.standardErrorContent)
        #expect(resultWords.contains("do not fit the channels of [1, 3]"))
        let vector = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = withMode(.training) { BatchNorm<Float>(4)(Tensor(ones: [4])) }
        }
        let vectorWords: String = text(vector?.standardErrorContent)
        #expect(vectorWords.contains("do not fit the channels of [4]"))
    }
}
