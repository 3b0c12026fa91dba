import Foundation
import Statistics
import Tensors

/// The metrics of a training. A trainer stores them as this protocol, which hides the types of the outputs and targets.
protocol MetricTally: Sendable {
    /// The name and the value so far of each number that the metrics report.
    var values: [(name: String, value: Double)] { get }
    /// The better direction of the first number of each metric, with the metric's name.
    var goals: [(name: String, goal: MetricGoal)] { get }
    /// The accumulated states as JSON, by the metric's name.
    var states: [String: String] { get }
    /// Replaces the accumulated states by saved states. Throws a `MetricStateError` if the state of a metric is missing
    /// or cannot be decoded; after an error, all states are unchanged.
    mutating func restore(_ states: [String: String]) throws(MetricStateError)
    mutating func reset()
    /// The name of the first metric that is not a `MergeableMetric`; nil if all metrics can be merged.
    var unmergeableName: String? { get }
    /// Adds all samples of `other`, a tally of the same metrics. Traps if a metric is not a `MergeableMetric`.
    mutating func merge(_ other: any MetricTally)
}

/// The error of a metric whose saved state is missing or cannot be decoded. `name` is the metric's name.
struct MetricStateError: Error {
    let name: String
}

struct TypedMetricTally<Outputs, Targets>: MetricTally {
    private var metrics: [any Metric<Outputs, Targets>]

    init(_ metrics: [any Metric<Outputs, Targets>]) {
        self.metrics = metrics
        let names: [String] = metrics.flatMap { $0.values.map(\.name) }
        for name in names {
            require(names.count { $0 == name } == 1, "Objective: two metrics are named '\(name)'")
            require(name != "loss", "Objective: no metric can be named 'loss', which is the loss's own name")
        }
    }

    var values: [(name: String, value: Double)] { metrics.flatMap(\.values) }
    var goals: [(name: String, goal: MetricGoal)] { metrics.map { ($0.name, $0.goal) } }

    var states: [String: String] {
        Dictionary(uniqueKeysWithValues: metrics.map { ($0.name, json($0)) })
    }

    mutating func add(_ outputs: Outputs, _ targets: Targets) {
        for index in metrics.indices { metrics[index].add(outputs, targets) }
    }

    mutating func reset() {
        for index in metrics.indices { metrics[index].reset() }
    }

    mutating func restore(_ states: [String: String]) throws(MetricStateError) {
        var restored: [any Metric<Outputs, Targets>] = metrics
        for index in metrics.indices {
            let name: String = metrics[index].name
            guard let text = states[name], let metric = Self.restored(metrics[index], from: text) else {
                throw MetricStateError(name: name)
            }
            restored[index] = metric
        }
        metrics = restored
    }

    var unmergeableName: String? { metrics.first { !($0 is any MergeableMetric) }?.name }

    mutating func merge(_ other: any MetricTally) {
        guard let other = other as? Self else { fatalError("Objective: \(type(of: other)) has other metrics") }
        for index in metrics.indices { metrics[index] = Self.merged(metrics[index], other.metrics[index]) }
    }

    private static func merged<Kind: Metric<Outputs, Targets>>(
        _ metric: Kind, _ other: any Metric<Outputs, Targets>
    ) -> any Metric<Outputs, Targets> {
        func open<Mergeable: MergeableMetric>(_ mergeable: Mergeable) -> any Metric<Outputs, Targets> {
            var result: Mergeable = mergeable
            guard let other = other as? Mergeable else { fatalError("Objective: \(type(of: other)) is another metric") }
            result.merge(other)
            guard let merged = result as? Kind else { fatalError("Objective: \(Kind.self) has changed its type") }
            return merged
        }
        guard let mergeable = metric as? any MergeableMetric else {
            fatalError("Objective: the metric '\(metric.name)' is not a MergeableMetric")
        }
        return open(mergeable)
    }

    private func json(_ metric: some Metric) -> String {
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = TrainingRecord.encodingOfNotNumbers
        encoder.outputFormatting = .sortedKeys
        guard let data = try? encoder.encode(metric.state) else {
            fatalError("Objective: the state of the metric '\(metric.name)' cannot be JSON")
        }
        return String(decoding: data, as: UTF8.self)
    }

    private static func restored<Kind: Metric<Outputs, Targets>>(
        _ metric: Kind, from text: String
    ) -> (any Metric<Outputs, Targets>)? {
        // An integer of more than 16 digits is rejected. No training reaches such a count, and sums of such counts
        // would overflow.
        let numbers: [Substring] = text.split { !$0.isNumber && !".eE+-".contains($0) }
        if numbers.contains(where: { $0.allSatisfy(\.isNumber) && $0.count > 16 }) { return nil }
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = TrainingRecord.decodingOfNotNumbers
        guard let state = try? decoder.decode(Kind.State.self, from: Data(text.utf8)) else { return nil }
        var metric: Kind = metric
        metric.state = state
        return metric
    }
}
