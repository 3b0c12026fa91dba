import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// The layers `GroupNorm`, `InstanceNorm` and `RMSNorm`.
@Suite struct ChannelNormTests {
    @Test func groupNormAgreesWithPyTorch() {
        for reference in ReferenceCase.layers("group_norm") {
            let start = GroupNorm<Double>(
                reference.integer("groups"), reference.integer("channels"), epsilon: reference.number("epsilon"),
                affine: reference.has("weight"))
            let names: [String] = ["input"] + (reference.has("weight") ? ["weight", "bias"] : [])
            let found: [String] = problems(against: reference, inputs: names) {
                var layer: GroupNorm<Double> = start
                if $0.count > 1 { (layer.weight, layer.bias) = ($0[1], $0[2]) }
                return layer($0[0])
            }
            #expect(found == [])
        }
    }

    @Test func instanceNormAgreesWithPyTorch() {
        for reference in ReferenceCase.layers("instance_norm") {
            let start = InstanceNorm<Double>(
                reference.integer("channels"), epsilon: reference.number("epsilon"), affine: reference.has("weight"))
            let names: [String] = ["input"] + (reference.has("weight") ? ["weight", "bias"] : [])
            let found: [String] = problems(against: reference, inputs: names) {
                var layer: InstanceNorm<Double> = start
                if $0.count > 1 { (layer.weight, layer.bias) = ($0[1], $0[2]) }
                return layer($0[0])
            }
            #expect(found == [])
        }
    }

    @Test func rmsNormAgreesWithPyTorch() {
        for reference in ReferenceCase.layers("rms_norm") {
            let epsilon: Double? = reference.parameters["epsilon"] == nil ? nil : reference.number("epsilon")
            let start = RMSNorm<Double>(
                Shape(reference.integers(parameter: "normalizedShape")), epsilon: epsilon,
                affine: reference.has("weight"))
            let names: [String] = ["input"] + (reference.has("weight") ? ["weight"] : [])
            let found: [String] = problems(against: reference, inputs: names) {
                var layer: RMSNorm<Double> = start
                if $0.count > 1 { layer.weight = $0[1] }
                return layer($0[0])
            }
            #expect(found == [])
        }
    }

    @Test func layersHaveTheirDerivatives() {
        var group = GroupNorm<Double>(2, 4, epsilon: 1e-3)
        (group.weight, group.bias) = (sample([4], in: 0.5 ... 2), sample([4], seed: 1))
        #expect(layerProblems(group, at: sample([2, 4, 3, 2])) { $0($1) } == [])
        #expect(layerProblems(GroupNorm<Double>(2, 4, affine: false), at: sample([2, 4, 3])) { $0($1) } == [])
        var instance = InstanceNorm<Double>(3, epsilon: 1e-3, affine: true)
        (instance.weight, instance.bias) = (sample([3], in: 0.5 ... 2), sample([3], seed: 1))
        #expect(layerProblems(instance, at: sample([2, 3, 5])) { $0($1) } == [])
        var root = RMSNorm<Double>([3, 4])
        root.weight = sample([3, 4], in: 0.5 ... 2)
        #expect(layerProblems(root, at: sample([2, 3, 4])) { $0($1) } == [])
    }

    @Test func parametersAreNamedAsInPyTorch() {
        #expect(GroupNorm<Float>(2, 4).parameterShapes.map(\.shape) == [[4], [4]])
        #expect(GroupNorm<Float>(2, 4).parameterNames == ["weight", "bias"])
        #expect(InstanceNorm<Float>(4).parameterNames == [] && RMSNorm<Float>([4]).parameterNames == ["weight"])
        #expect(InstanceNorm<Float>(4, affine: true).parameterNames == ["weight", "bias"])
        #expect(RMSNorm<Float>([4]).epsilon == 0x1p-23 && RMSNorm<Double>([4]).epsilon == 0x1p-52)
    }

    @Test func inputsOfOtherShapesTrap() async {
        let group = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = GroupNorm<Float>(2, 4)(Tensor(ones: [2, 6, 3]))
        }
        let groupWords: String = text(group?.standardErrorContent)
        #expect(groupWords.contains("GroupNorm: input [2, 6, 3] must be [N, 4]"))
        let instance = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = InstanceNorm<Float>(4)(Tensor(ones: [2, 4, 1]))
        }
        let instanceWords: String = text(instance?.standardErrorContent)
        #expect(instanceWords.contains("needs more than one value") && instanceWords.contains("[2, 4, 1]"))
        await #expect(processExitsWith: .failure) { _ = InstanceNorm<Float>(4)(Tensor(ones: [2, 4])) }
        let root = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = RMSNorm<Float>([4])(Tensor(ones: [4, 3]))
        }
        let rootWords: String = text(root?.standardErrorContent)
        #expect(rootWords.contains("RMSNorm: input [4, 3] does not end with [4]"))
        await #expect(processExitsWith: .failure) { _ = GroupNorm<Float>(3, 4) }
        await #expect(processExitsWith: .failure) { _ = RMSNorm<Float>([]) }
    }
}
