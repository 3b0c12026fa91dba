import ArgumentParser
import Foundation
import Measurement
import Results
import SynaNN

/// A program that fits models of independent causes and their rivals to simulated rows, whose true risks are known.
@main
struct SimulatedCauses: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulated-causes",
        abstract: "Compares models of independent causes with logistic regression and ReLU networks.",
        discussion: """
            Each seed is a world with causes of its own. The excess log loss is measured against the true risks, on 20000 \
            other rows. The ridge penalty of logistic regression, the penalty of the causes, and width, learning rate, \
            weight decay and steps of the network are chosen by held-out log loss.
            """)

    @OptionGroup var flags: BenchmarkFlags

    @Option(help: "The numbers of rows, separated by commas.")
    var rows = "100,500,1000,3000"

    @Option(help: "The number of candidate causes.")
    var causes = 20

    @Option(help: "The number of causes that have an effect.")
    var real = 8

    @Option(help: "The number of worlds.")
    var seeds = 20

    @Flag(help: "Measure only the coverage of the intervals, not the rivals.")
    var coverage = false

    @Flag(help: "Measure only the time of a fit to 100000 rows with 50 causes.")
    var speed = false

    @Option(help: "Write the rows of --speed to this .npy file, for other programs.")
    var save: String?

    func run() throws {
        let file: LineFile? = try flags.start()
        if speed { return try measureSpeed(file) }
        for size in rows.split(separator: ",").compactMap({ Int($0) }) {
            var results = WorldResults()
            for seed in 1 ... seeds { try results.add(measure(size, seed: UInt64(seed))) }
            results.print(rows: size)
            fflush(nil)
        }
    }

    private func measure(_ rows: Int, seed: UInt64) throws -> Measurements {
        var generator = PhiloxGenerator(seed: seed)
        let world = World(count: causes, real: real, using: &generator)
        let data: RegressionData = try world.data(rows: rows, using: &generator)
        let test: Tensor<Double> = world.causes(rows: 20000, using: &generator)
        let truth: Tensor<Double> = world.risks(test)
        let fit = try IndependentCauses().fit(data)
        var measurements = Measurements()
        measurements.excess["independent causes"] = excessLogLoss(fit.risk(test), truth)
        measurements.errors = zip(fit.causes, world.probabilities).map { abs($0.probability - $1) }
        for (cause, probability) in zip(fit.causes, world.probabilities) where !cause.rate.isNaN {
            let interval: ConfidenceInterval = fit.interval(of: cause.name).ofProbability
            measurements.covered[probability == 0, default: []].append(interval.contains(probability))
        }
        if coverage { return measurements }
        let folds: [[Int]] = data.folds(5, using: &generator)
        let choice: PenaltyChoice = try IndependentCauses(pseudoEvents: 0.5).choosingPenalty(data, folds: folds)
        for (name, penalty) in [("causes, ½ pseudo-event", 0), ("causes, penalty, ½ pseudo-event", choice.best)] {
            measurements.excess[name] = excessLogLoss(
                try IndependentCauses(penalty: penalty, pseudoEvents: 0.5).fit(data).risk(test), truth)
        }
        measurements.excess["logistic"] = excessLogLoss(
            try GeneralizedLinearModel(.logistic).fit(data).risk(test), truth)
        measurements.excess["logistic, ridge"] = excessLogLoss(try ridge(data, folds).risk(test), truth)
        measurements.excess["ReLU network"] = excessLogLoss(
            ReLUNetwork(data, using: &generator).risk(test), truth)
        return measurements
    }

    private func ridge(_ data: RegressionData, _ folds: [[Int]]) throws -> GeneralizedLinearFit {
        let penalties: [Double] = [0, 0.3, 1, 3, 10, 30, 100]
        let losses: [Double] = try penalties.map {
            try GeneralizedLinearModel(.logistic, ridge: $0).crossValidatedLogLoss(data, folds: folds)
        }
        let best: Int = losses.indices.min { losses[$0] < losses[$1] } ?? 0
        return try GeneralizedLinearModel(.logistic, ridge: penalties[best]).fit(data)
    }

    private func measureSpeed(_ file: LineFile?) throws {
        struct Line: Encodable {
            let operation: String
            let threads: Int
            let min_ms, median_ms: Double
        }
        var generator = PhiloxGenerator(seed: 1)
        let data: RegressionData = try World(count: 50, real: 20, using: &generator).data(
            rows: 100_000, using: &generator)
        if let save {
            let outcome: Tensor<Double> = data.outcome.expandingShape(at: 1)
            try NPYFile(Tensor(concatenating: [data.predictors, outcome], axis: 1)).write(to: save)
        }
        let timings: [Timing] = measureInterleaved(
            seconds: flags.seconds,
            [
                { keep(try? IndependentCauses().fit(data)) },
                { keep(try? GeneralizedLinearModel(.logistic).fit(data)) },
            ])
        for (name, timing) in zip(["independent causes", "logistic"], timings) {
            print(name, String(format: "%.0f ms at least, %.0f ms median", timing.minimum, timing.median))
            try file?.append(
                Line(
                    operation: name, threads: Parallelism.threadCount, min_ms: timing.minimum,
                    median_ms: timing.median))
        }
    }
}

/// What one world shows.
struct Measurements {
    /// The excess log loss of each model.
    var excess: [String: Double] = [:]
    /// The error of each probability.
    var errors: [Double] = []
    /// Whether the intervals contain the true values; the key says whether the true value is 0.
    var covered: [Bool: [Bool]] = [:]
}

/// The measurements of all worlds at one number of rows.
struct WorldResults {
    private var all: [Measurements] = []

    mutating func add(_ measurements: Measurements) { all.append(measurements) }

    func print(rows: Int) {
        Swift.print("\n\(rows) rows, \(all.count) worlds")
        let names: [String] = Set(all.flatMap(\.excess.keys)).sorted()
        for name in names {
            let values: [Double] = all.compactMap { $0.excess[name] }
            Swift.print("  excess log loss, \(name): \(Self.spread(values))")
        }
        let errors: [Double] = all.flatMap(\.errors)
        Swift.print(String(format: "  mean error of β: %.4f", errors.reduce(0, +) / Double(errors.count)))
        for isZero in [true, false] {
            let covered: [Bool] = all.flatMap { $0.covered[isZero] ?? [] }
            if covered.isEmpty { continue }
            let fraction: Double = Double(covered.count { $0 }) / Double(covered.count)
            Swift.print(
                String(
                    format: "  intervals of 95 %% that cover β %@ 0: %.1f %% of %d", isZero ? "=" : ">",
                    100 * fraction, covered.count))
        }
    }

    private static func spread(_ values: [Double]) -> String {
        let result = MeanAndDeviation(of: values)
        return String(format: "%.4f ± %.4f", result.mean, result.deviation)
    }
}
