import NeuralNetworks
import Tensors
import TestSupport
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

    /// A nested call would draw the numbers of the outer call a second time.
    @Test func nestedDrawsTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            withMode(.training, using: &generator) {
                Mode.withGenerator(for: "Outer") { generator in
                    let inner: UInt64 = Mode.withGenerator(for: "Inner") { $0.next() }
                    #expect(inner != generator.next())
                }
            }
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("Inner: ") && sentence.contains("Outer"), "\(sentence)")
    }

    @Test func successiveDrawsContinue() {
        var generator = PhiloxGenerator(seed: 1)
        let drawn: [UInt64] = withMode(.training, using: &generator) {
            (0 ..< 3).map { _ in Mode.withGenerator(for: "Layer") { $0.next() } }
        }
        var plain = PhiloxGenerator(seed: 1)
        #expect(drawn == (0 ..< 3).map { _ in plain.next() } && generator == plain)
    }

    /// A computation inside of a draw may have a mode and a generator of its own.
    @Test func aModeInsideOfADrawHasItsOwnGenerator() {
        var (outer, inner) = (PhiloxGenerator(seed: 1), PhiloxGenerator(seed: 2))
        let drawn: UInt64 = withMode(.training, using: &outer) {
            Mode.withGenerator(for: "Outer") { _ in
                withMode(.training, using: &inner) { Mode.withGenerator(for: "Inner") { $0.next() } }
            }
        }
        var plain = PhiloxGenerator(seed: 2)
        #expect(drawn == plain.next())
    }
}
