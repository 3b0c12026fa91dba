import Foundation
import Results
import SynaNN

/// The trainings of all rivals, with a file of their results.
struct Comparison {
    private let digits: MNIST
    private let testSets, singles: DigitSets
    private var store: ResultFile<Outcome>

    var outcomes: [Outcome] { store.results }

    /// Throws a `ResultFileError` if the file at the path `results` contains something else.
    init(_ digits: MNIST, results: String) throws {
        self.digits = digits
        store = try ResultFile(path: results)
        var generator = PhiloxGenerator(seed: 77)
        testSets = digits.test.sets(2000, from: 0 ..< digits.test.count, using: &generator)
        singles = digits.test.singleImages
    }

    /// Returns the number of sets with which the settings for `count` sets are chosen.
    static func tuningCount(_ count: Int) -> Int { count <= 300 ? 100 : 1000 }

    /// The seed of the grid, which no test uses.
    private static let tuningSeed = 1001

    /// Trains every rival with all settings of the grid on `count` sets.
    mutating func tune(_ count: Int) throws {
        let split = Split(digits, count: count, seed: Self.tuningSeed)
        for rival in Rival.allCases {
            for settings in Settings.grid
            where !outcomes.contains(where: {
                $0.quality == nil && $0.rival == rival && $0.sets == count && $0.settings == settings
            }) { try train(rival, settings, on: split, seed: Self.tuningSeed, isTest: false) }
        }
    }

    /// Trains every rival with its best settings on `count` sets, and measures its quality on the test images.
    mutating func test(_ count: Int, seed: Int) throws {
        let missing: [Rival] = Rival.allCases.filter { rival in
            !outcomes.contains { $0.quality != nil && $0.rival == rival && $0.sets == count && $0.seed == seed }
        }
        if missing.isEmpty { return }
        let split = Split(digits, count: count, seed: seed)
        for rival in missing {
            guard let best = outcomes.bestSettings(of: rival, sets: Self.tuningCount(count)) else { continue }
            try train(rival, best, on: split, seed: seed, isTest: true)
        }
    }

    private mutating func train(
        _ rival: Rival, _ settings: Settings, on split: Split, seed: Int, isTest: Bool
    ) throws {
        var generator = PhiloxGenerator(seed: UInt64(seed) + 2_000_000)
        let model: any SetModel = rival.model(
            width: settings.width, variant: settings.variant, using: &generator)
        let outcome: Outcome = outcome(of: model, rival, settings, split, seed, isTest)
        try store.append(outcome)
        let quality: String =
            outcome.quality.map {
                String(format: "%.2f %%, single digits %.2f %%", 100 * $0.labelAccuracy, 100 * $0.digitAccuracy)
            } ?? String(format: "validation loss %.4f", outcome.validationLoss)
        print("\(split.train.count) sets, \(rival.rawValue), \(settings), seed \(seed): \(quality)")
        // Flushes the output: a pipe would otherwise deliver this line only after later trainings.
        fflush(nil)
    }

    private func outcome<Model: SetModel>(
        of model: Model, _ rival: Rival, _ settings: Settings, _ split: Split, _ seed: Int, _ isTest: Bool
    ) -> Outcome {
        let clock = ContinuousClock()
        var best: (model: Model, validationLoss: Double) = (model, .infinity)
        let duration: Duration = clock.measure {
            best = trained(model, on: split, learningRate: settings.learningRate, seed: seed)
        }
        return Outcome(
            rival: rival, sets: split.train.count, seed: seed, settings: settings,
            validationLoss: best.validationLoss,
            quality: isTest ? Quality(of: best.model, on: testSets, singles: singles) : nil,
            seconds: duration / .seconds(1))
    }
}

extension [Outcome] {
    /// Returns the settings of the grid with the least validation loss; `nil` without a grid.
    func bestSettings(of rival: Rival, sets: Int) -> Settings? {
        filter { $0.quality == nil && $0.rival == rival && $0.sets == sets }
            .min { $0.validationLoss < $1.validationLoss }?.settings
    }
}
