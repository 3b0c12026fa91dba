import Foundation

/// The results as Markdown. For each experiment, a table contains the means and the standard deviations over the seeds.
struct Table {
    let results: [Result]
    let experiments: [Experiment]

    var markdown: String {
        let parts: [String] = experiments.compactMap(part)
        return """
            # What the Synapse does: ablations

            Each table compares hidden layers of one network. It shows test accuracy, cross-entropy and calibration error
            after the last epoch, as mean ± standard deviation over the seeds. The calibration error is the mean difference
            between predicted probabilities and observed frequencies. `swift run -c release --package-path Benchmarks ablation`
            makes the tables. [ablation.jsonl](ablation.jsonl) contains the results of each seed, and
            [synapse-or-dense.md](synapse-or-dense.md) discusses them.


            """ + parts.joined(separator: "\n")
    }

    private func part(_ experiment: Experiment) -> String? {
        let rows: [String] = experiment.kinds.compactMap { row(experiment, $0) }
        if rows.isEmpty { return nil }
        let flags: String = ([experiment.program] + experiment.flags).joined(separator: " ")
        return """
            ## \(experiment.name)

            \(experiment.description): `\(flags) --hidden … --seed …`

            | hidden layer | test accuracy, % | test loss, nats | calibration error, % | seeds |
            | --- | ---: | ---: | ---: | ---: |
            \(rows.joined(separator: "\n"))

            """
    }

    private func row(_ experiment: Experiment, _ kind: String) -> String? {
        let found: [Result] = results.filter { $0.experiment == experiment.name && $0.hidden == kind }
        guard found.count > 1 else { return nil }
        let accuracy: (mean: Double, deviation: Double) = statistics(found.map { 100 * $0.accuracy })
        let loss: (mean: Double, deviation: Double) = statistics(found.map(\.loss))
        let errors: [Double] = found.compactMap { $0.calibration.map { 100 * $0 } }
        let calibration: String =
            errors.count == found.count
            ? String(format: "%.2f ± %.2f", statistics(errors).mean, statistics(errors).deviation) : "–"
        return String(
            format: "| %@ | %.2f ± %.2f | %.4f ± %.4f | %@ | %d |", kind, accuracy.mean, accuracy.deviation, loss.mean,
            loss.deviation, calibration, found.count)
    }

    /// Returns the mean and the sample standard deviation, which divides by the number of values minus 1.
    private func statistics(_ values: [Double]) -> (mean: Double, deviation: Double) {
        let mean: Double = values.reduce(0, +) / Double(values.count)
        let variance: Double = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
        return (mean, variance.squareRoot())
    }
}
