import NeuralNetworks
import Tensors
import Testing

@Suite struct ModeTests {
    /// Whether the mode is training. Dropout with probability 1 returns 0 in training mode and the input in inference
    /// mode, and draws no random numbers.
    private var isTraining: Bool { Dropout<Float>(1)(Tensor([1])).scalar == 0 }

    @Test func inferenceIsTheDefault() {
        #expect(!isTraining)
    }

    @Test func modeIsScoped() {
        withMode(.training) {
            #expect(isTraining)
            withMode(.inference) { #expect(!isTraining) }
            #expect(isTraining)
        }
        #expect(!isTraining)
    }

    @Test func modeEndsWithAnError() {
        struct Failure: Error {}
        var generator = PhiloxGenerator(seed: 1)
        #expect(throws: Failure.self) {
            try withMode(.training, using: &generator) {
                _ = Dropout<Float>(0.5)(Tensor(ones: [8]))
                throw Failure()
            }
        }
        #expect(!isTraining)
        #expect(generator.block > 0, "the generator advances by the numbers drawn before the error")
    }

    @Test func generatorAdvancesByTheNumbersDrawn() {
        var generator = PhiloxGenerator(seed: 1)
        var plain = PhiloxGenerator(seed: 1)
        withMode(.training, using: &generator) { _ = Dropout<Float>(0.5)(Tensor(ones: [100])) }
        _ = Tensor<Float>(randomUniform: [100], using: &plain)
        #expect(generator == plain)
        withMode(.inference, using: &generator) { _ = Dropout<Float>(0.5)(Tensor(ones: [100])) }
        #expect(generator == plain)
    }

    @Test func modeBelongsToItsTask() async {
        let seen: [Bool] = await withTaskGroup(of: Bool.self) { group in
            for task in 0 ..< 20 {
                group.addTask {
                    let expected: Bool = task.isMultiple(of: 2)
                    for _ in 0 ..< 50 {
                        let found: Bool = withMode(expected ? .training : .inference) {
                            Dropout<Float>(1)(Tensor([1])).scalar == 0
                        }
                        if found != expected { return false }
                    }
                    return true
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(seen == [Bool](repeating: true, count: 20))
    }

    @Test func childTaskInheritsTheMode() async {
        await Task { #expect(!isTraining) }.value
        let inherited: Task<Bool, Never> = withMode(.training) { Task { isTraining } }
        let isTrainingThere: Bool = await inherited.value
        #expect(isTrainingThere)
    }

    @Test func resultComesThrough() {
        #expect(withMode(.training) { 7 } == 7)
    }
}
