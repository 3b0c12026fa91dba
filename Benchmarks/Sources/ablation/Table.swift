import Foundation
import Results

/// The results as Markdown. For each experiment, a table contains the means and the standard deviations over the seeds.
struct Table {
    let results: [Result]
    let experiments: [Experiment]

    var markdown: String {
        let parts: [String] = experiments.compactMap(part)
        return """
            # What the Synapse does: ablations

            Each table compares kinds of hidden layer in the same network, which classifies the digits of MNIST. A row
            shows the accuracy, the mean cross-entropy (the loss) and the calibration error on the test images after the
            last epoch, as mean ± standard deviation over several trainings with different seeds of the random numbers.
            The last column is the number of seeds. For the calibration error, the images are divided into 15 bins by
            the greatest predicted probability. The error is the mean of |accuracy − mean predicted probability| over
            the bins, weighted by the number of images. A dash means that the error was not measured.

            `swift run -c release --package-path Benchmarks ablation` makes the tables. The command above a table trains
            a network of the table: `--hidden` takes the name of the hidden layer, and `--seed` takes the seed. To save
            the results of a training, `ablation` adds the flags `--quiet`, `--calibration` and `--metrics`.
            [ablation.jsonl](ablation.jsonl) contains the results of each seed, and
            [where-the-synapse-earns-its-place.md](where-the-synapse-earns-its-place.md) discusses the results.

            For n = 64 and 256 (mlp-narrow and mlp-256), ten seeds compare the gated Synapse with its rivals. For n = 64
            the gated Synapse is behind all three rivals, by more than the standard deviations. For n = 256 the four
            layers are level within the standard deviations. These trainings, except the seeds 1 to 5 of dense-relu,
            used another processor than the trainings with five seeds.

            In every network, batch normalization precedes and follows the hidden layer. Let x_i be the inputs of a
            Synapse. Its outputs are x_i · ∏_j (1 − β_ij · x_j), and its parameters are β_ij. The surprisal of an output
            y is −log y. The hidden layers are:

            - `synapse`: a sigmoid, then a Synapse with β clipped to [0, 1], which returns the surprisals of its
              outputs.
            - `synapse-sigmoid`: like `synapse`, but β is the sigmoid of a parameter instead of being clipped.
            - `synapse-probability`: a sigmoid, then a Synapse with unrestricted β, which returns its outputs.
            - `synapse-inhibition`: like `synapse`, but the outputs are ∏_j (1 − β_ij · x_j), without the factor x_i.
            - `synapse-stack`: like `synapse`, but a second Synapse reads the outputs of the first Synapse.
            - `synapse-residual`: like `synapse`, but the surprisals of the inputs x_i are added to the result.
            - `synapse-rectified`: a ReLU, then a Synapse that computes r_i − log ∏_j (1 − β_ij · x_j), then a ReLU.
              Here r_i is output i of the first ReLU, and x_i is 1 − exp(−r_i).
            - `synapse-gated`: a gated Synapse, which computes r_i · exp(θ_i) · ∏_j (1 − β_ij · x_j). Here r_i is the
              ReLU of input i, and x_i is 1 − exp(−r_i).
            - `dense`: a sigmoid, then a dense layer.
            - `dense-relu`: a ReLU, then a dense layer, then a ReLU.
            - `dense-gelu`: a GELU, then a dense layer, then a GELU.
            - `relu-glu`: a ReLU, then relu(W r + b) · (V r + c), a gated linear unit with two dense layers. This layer
              has twice the parameters of a dense layer or a Synapse.
            - `identity`: a sigmoid alone.
            - `relu`: a ReLU alone.


            """ + parts.joined(separator: "\n")
    }

    private func part(_ experiment: Experiment) -> String? {
        let rows: [String] = experiment.kinds.compactMap { row(experiment, $0) }
        if rows.isEmpty { return nil }
        let flags: String = ([experiment.program] + experiment.flags).joined(separator: " ")
        return """
            ## \(experiment.name)

            \(experiment.description)

            The command for a hidden layer and a seed is `\(flags) --hidden … --seed …`.

            | hidden layer | test accuracy, % | test loss, nats | calibration error, % | seeds |
            | --- | ---: | ---: | ---: | ---: |
            \(rows.joined(separator: "\n"))

            """
    }

    private func row(_ experiment: Experiment, _ kind: String) -> String? {
        let found: [Result] = results.filter { $0.experiment == experiment.name && $0.hidden == kind }
        guard found.count > 1 else { return nil }
        let accuracy = MeanAndDeviation(of: found.map { 100 * $0.accuracy })
        let loss = MeanAndDeviation(of: found.map(\.loss))
        let errors: [Double] = found.compactMap { $0.calibration.map { 100 * $0 } }
        let calibrationError = MeanAndDeviation(of: errors)
        let calibration: String =
            errors.count == found.count
            ? String(format: "%.2f ± %.2f", calibrationError.mean, calibrationError.deviation) : "–"
        return String(
            format: "| %@ | %.2f ± %.2f | %.4f ± %.4f | %@ | %d |", kind, accuracy.mean, accuracy.deviation, loss.mean,
            loss.deviation, calibration, found.count)
    }
}
