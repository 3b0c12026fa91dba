import ArgumentParser
import Foundation
import SynaNN
import Testing
import TrainingCommand

/// Every flag has an effect, or the program refuses the flag with an error.
@Suite struct FlagWithoutEffectTests {
    private static let digits = MNIST.drawn(trainCount: 24, testCount: 10)

    private struct Network: Module {
        var first: Linear<Float>
        var hidden: HiddenLayer
        var last: Linear<Float>

        init(_ kind: HiddenKind, betaIn range: Range<Double>? = nil, using generator: inout PhiloxGenerator) {
            first = Linear(784, 6, using: &generator)
            hidden = HiddenLayer(kind, 6, after: .sigmoid, betaIn: range, returns: .surprisal, using: &generator)
            last = Linear(6, 10, using: &generator)
        }

        func callAsFunction(_ images: Tensor<Float>) -> Tensor<Float> { last(hidden(first(images.flattened(from: 1)))) }

        mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
            visitor.visit(&first, "first")
            visitor.visit(&hidden, "hidden")
            visitor.visit(&last, "last")
        }
    }

    private func message(of flags: [String]) -> String {
        do {
            _ = try TrainingFlags.parse(flags)
            return ""
        } catch {
            return TrainingFlags.message(for: error)
        }
    }

    private func trained(_ kind: HiddenKind, _ flags: [String]) throws -> [String: AnyTensor] {
        var plan = TrainingPlan(epochs: 2, learningRate: 0.01, optimizer: .adam, course: .oneCycle())
        plan.batchSize = 8
        let flags: TrainingFlags = try .parse(["--quiet"] + flags)
        var generator = PhiloxGenerator(seed: flags.seed)
        let network = Network(kind, using: &generator)
        let task = TrainingTask(plan: plan, images: .mnist, settings: ["program": "test"])
        return try flags.train(network, task, using: generator, on: ImageDataset(Self.digits)).model.namedTensors
    }

    @Test(arguments: HiddenKind.allCases)
    func theRateOfBetaIsRefusedWithoutBeta(kind: HiddenKind) throws {
        let usual: [String: AnyTensor] = try trained(kind, [])
        do {
            #expect(try trained(kind, ["--beta-rate", "3"]) != usual, "\(kind)")
        } catch let error as ValidationError {
            #expect(error.message.hasPrefix("--beta-rate would change nothing"))
            #expect(!usual.keys.contains { $0.hasSuffix(".beta") })
        }
    }

    @Test(arguments: HiddenKind.allCases)
    func takesBetaStartIsRightForEveryKind(kind: HiddenKind) {
        var (one, other) = (PhiloxGenerator(seed: 1), PhiloxGenerator(seed: 1))
        let usual = Network(kind, using: &one)
        let moved = Network(kind, betaIn: 0.5 ..< 0.6, using: &other)
        #expect((usual.namedTensors != moved.namedTensors) == kind.takesBetaStart)
    }

    /// Each flag in this list changes the trained parameters, because the flag's value is not the default.
    @Test(arguments: [
        ["--epochs", "1"], ["--batch-size", "6"], ["--learning-rate", "0.02"], ["--lr", "0.02"],
        ["--optimizer", "sgd"],
        ["--label-smoothing", "0.1"], ["--average-decay", "0.5"], ["--seed", "6"], ["--train-images", "20"],
        ["--augment"], ["--noise", "0.3"], ["--beta-rate", "3"], ["--shards", "3"],
    ])
    func flagsOfTheNumbersChangeThem(flags: [String]) throws {
        #expect(try trained(.synapse, flags) != trained(.synapse, []))
    }

    @Test(arguments: [
        (["--save-every", "3"], "--save-every"), (["--calibration"], "--calibration"),
        (["--allow-changes"], "--allow-changes"),
    ])
    func flagsThatNeedAnotherFlagAreRefused(flags: [String], name: String) {
        let message: String = message(of: flags)
        #expect(message.hasPrefix("\(name) would change nothing: ") && message.contains("Give --"))
    }

    @Test func noiseBelowAGreyLevelIsRefused() throws {
        let error = #expect(throws: ValidationError.self) { try trained(.relu, ["--noise", "1e-9"]) }
        #expect(error?.message.hasPrefix("--noise would change nothing") == true)
        #expect(try trained(.relu, ["--noise", "0"]) == trained(.relu, []))
    }

    @Test func aCheckpointAfterTheEndIsRefused() throws {
        let directory: String = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        _ = try trained(.synapse, ["--save", directory, "--save-every", "6"])
        let error = #expect(throws: ValidationError.self) {
            try trained(.synapse, ["--save", directory, "--save-every", "7"])
        }
        #expect(error?.message.contains("the training has only 6 steps") == true)
    }

    /// A measurement, such as `--profile`, replaces the training. So a flag that only a training uses, for example
    /// `--save`, is an error together with a measurement.
    @Test(arguments: [
        "--resume=d", "--save=d", "--metrics=m", "--plot=p.png", "--tensorboard=t", "--epochs=3",
        "--validation-split=0.1 --patience=2", "--quiet", "--distributed",
    ])
    func aMeasurementRefusesWhatATrainingDoes(flags: String) throws {
        let words: [String] = flags.split(separator: " ").map(String.init)
        let name: String = try #require(words.last?.split(separator: "=").first.map(String.init))
        for measurement in ["--profile", "--find-learning-rate=rates.png"] {
            #expect(throws: Never.self) { try MeasurementFlags.parse([measurement]).validate(beside: .parse([])) }
            let error = #expect(throws: ValidationError.self) {
                try MeasurementFlags.parse([measurement]).validate(beside: .parse(words))
            }
            #expect(error?.message.hasPrefix("\(name) would change nothing: --") == true)
        }
        #expect(throws: Never.self) { try MeasurementFlags.parse([]).validate(beside: .parse(words)) }
    }

    /// No rule applies to flags that are not given.
    @Test func noRuleAppliesWithoutItsFlag() throws {
        let none: TrainingFlags = try TrainingFlags.parse([])
        let rules: [FlagWithoutEffect] =
            FlagWithoutEffect.ofTheFlagsAlone + FlagWithoutEffect.of(parameterNames: ["a.weight"])
            + FlagWithoutEffect.of(stepCount: 1) + FlagWithoutEffect.beside(measurement: "--profile")
        #expect(rules.allSatisfy { !$0.applies(none) })
        #expect(
            Set(rules.map(\.flag)) == [
                "--save-every", "--calibration", "--patience", "--allow-changes", "--beta-rate", "--resume", "--save",
                "--metrics", "--plot", "--tensorboard", "--epochs", "--quiet", "--shards",
                "--distributed", "--silence",
            ])
        #expect(
            message(of: ["--patience", "3"]).contains("--patience would change nothing: without validation images"))
        for rule in rules {
            #expect(
                rule.reason.contains("ive --") || rule.reason.contains("Remove the flag")
                    || rule.reason.contains("Remove one of the two flags"))
        }
    }

    @Test func threadsAreBounded() throws {
        for threads in ["0", "-1", "1025", "999999", "9223372036854775807"] {
            #expect(throws: (any Error).self) { try ThreadFlags.parse(["--threads=\(threads)"]) }
        }
        #expect(try ThreadFlags.parse(["--threads=1024"]).threads == 1024)
    }
}
