import ArgumentParser
import Foundation
import SynaNN

/// `latency`: measures how long a saved model takes for a batch of images.
public struct Latency<Options: NetworkOptions>: ParsableCommand {
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "latency", abstract: "Measures how long a saved model takes for an image.",
            discussion: """
                The images are random numbers. A run computes the log-probabilities of the classes from the normalized \
                pixels. The times do not include the reading of the model.
                """)
    }

    @Argument(help: "The directory that --save wrote, or a model's safetensors file.")
    public var model: String

    @Option(help: "The number of images in a batch.")
    public var batchSize = 1

    @Option(help: "The time of the measurement in seconds.")
    public var seconds = 1.0

    @Flag(help: "Print the times as a line of JSON.")
    public var json = false

    @OptionGroup public var parallelism: ThreadFlags

    public init() {}

    public func validate() throws {
        guard (1 ... 10_000).contains(batchSize) else {
            throw ValidationError("--batch-size must be between 1 and 10000, not \(batchSize)")
        }
        guard seconds > 0, seconds <= 3600 else {
            throw ValidationError("--seconds must be greater than 0 and at most 3600, not \(seconds)")
        }
    }

    public func run() throws {
        parallelism.apply()
        let saved = try SavedModel(path: model, Options.self)
        var generator = PhiloxGenerator(seed: 1)
        let images = Tensor<Float>(randomNormal: Shape([batchSize] + saved.task.shape.dimensions), using: &generator)
        let times = LatencyTimes(seconds: seconds) { saved.logProbabilities(ofNormalized: images) }
        print(json ? times.json(batchSize: batchSize) : times.text(batchSize: batchSize))
    }
}

/// The durations of the runs of a network, in microseconds.
private struct LatencyTimes {
    private let microseconds: [Double]

    /// Runs the work for about `seconds`, and at least three times after a run to warm up.
    init(seconds: Double, _ work: () -> Tensor<Float>) {
        let clock = ContinuousClock()
        func measured() -> Duration { clock.measure { withExtendedLifetime(work()) {} } }
        _ = measured()
        let start: ContinuousClock.Instant = clock.now
        var durations: [Duration] = []
        while durations.count < 3 || clock.now - start < .seconds(seconds) { durations.append(measured()) }
        microseconds = durations.map { $0 / .microseconds(1) }.sorted()
    }

    private var median: Double { microseconds[microseconds.count / 2] }

    func text(batchSize: Int) -> String {
        let images: String = batchSize == 1 ? "1 image" : "\(batchSize) images"
        let threads: String = Parallelism.threadCount == 1 ? "1 thread" : "\(Parallelism.threadCount) threads"
        return String(format: "\(images)  median %.1f µs  least %.1f µs", median, microseconds[0])
            + "  \(microseconds.count) runs, \(threads)"
    }

    func json(batchSize: Int) -> String {
        String(
            format: #"{"batch":\#(batchSize),"threads":\#(Parallelism.threadCount),"min_us":%.3f,"median_us":%.3f}"#,
            microseconds[0], median)
    }
}
