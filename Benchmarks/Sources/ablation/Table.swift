import Foundation

/// The results as Markdown. For each experiment, a table contains the means and the standard deviations over the seeds.
struct Table {
    let results: [Result]
    let experiments: [Experiment]

    var markdown: String {
        let parts: [String] = experiments.compactMap(part)
        return """
            # What the Synapse does: ablations

            Each table compares hidden layers of one network, which classifies the digits of MNIST. A row shows the
            accuracy, the cross-entropy and the calibration error on the test images after the last epoch, as mean ±
            standard deviation over the seeds of the random numbers. For the calibration error, the images are divided
            into 15 bins by the greatest predicted probability. The error is the mean of |accuracy − mean predicted
            probability| over the bins, weighted by the number of images. A dash means that the error was not measured.

            `swift run -c release --package-path Benchmarks ablation` makes the tables. The command above a table trains
            its networks: `--hidden` takes the name of the hidden layer, and `--seed` takes the seed.
            [ablation.jsonl](ablation.jsonl) contains the results of each seed, and
            [synapse-or-dense.md](synapse-or-dense.md) discusses them. The hidden layers are:

            - `synapse`: a sigmoid, then a Synapse with β clipped to [0, 1], which returns surprisals (−log of its
              outputs).
            - `synapse-sigmoid`: the same, but β is the sigmoid of a parameter.
            - `synapse-probability`: a sigmoid, then a Synapse with unrestricted β, which returns its outputs.
            - `synapse-inhibition`: like `synapse`, but without the excitatory factor x_i.
            - `synapse-stack`: a sigmoid, then two Synapses like that of `synapse` in a row.
            - `synapse-residual`: like `synapse`, with a residual connection.
            - `synapse-rectified`: a ReLU, then a Synapse that reads the surprisals of closed channels, then a ReLU.
            - `dense`: a sigmoid, then a dense layer. `dense-relu`: a ReLU, a dense layer, and a ReLU.
            - `identity`: a sigmoid alone. `relu`: a ReLU alone.


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
