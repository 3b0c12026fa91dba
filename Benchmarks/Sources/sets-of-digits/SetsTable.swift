import Foundation
import Results

/// The results as Markdown, with a column for each number of training sets.
struct SetsTable {
    let outcomes: [Outcome]

    private var counts: [Int] { Set(tests.map(\.sets)).sorted() }
    private var tests: [Outcome] { outcomes.filter { $0.quality != nil } }

    var markdown: String {
        [
            introduction,
            part("Accuracy of the labels of test sets, %") { 100 * $0.labelAccuracy },
            part("Accuracy of single test digits, %") { 100 * $0.digitAccuracy },
            part("Log loss of the labels of test sets, nats", decimals: 4) { $0.logLoss },
            differences, settings,
        ].joined(separator: "\n")
    }

    private func part(
        _ title: String, decimals: Int = 2, _ value: @escaping (Quality) -> Double
    ) -> String {
        section(title) { rival, count in
            let values: [Double] = qualities(rival, count).map { value($0.quality) }
            return values.count > 1 ? text(MeanAndDeviation(of: values), decimals) : "–"
        }
    }

    /// The differences of the accuracies of the labels of two networks with the same seed, which see the same sets.
    private var differences: String {
        section("Accuracy of the labels: the Synapse minus the other pooling, in points") { rival, count in
            let others: [Int: Quality] = Dictionary(uniqueKeysWithValues: qualities(rival, count))
            let values: [Double] = qualities(.synapse, count).compactMap { seed, quality in
                others[seed].map { 100 * (quality.labelAccuracy - $0.labelAccuracy) }
            }
            return values.count > 1 && rival != .synapse ? text(MeanAndDeviation(of: values), 2) : "–"
        }
    }

    /// The settings of the tests: the learning rate, the width and the variant.
    private var settings: String {
        section("Settings that the validation sets chose: learning rate, width, variant") { rival, count in
            guard let settings = tests.first(where: { $0.rival == rival && $0.sets == count })?.settings else {
                return "–"
            }
            return "\(settings.learningRate), \(settings.width), \(rival.variants[settings.variant])"
        }
    }

    private func section(_ title: String, _ cell: (Rival, Int) -> String) -> String {
        let rows: [String] = Rival.allCases.map { rival in
            "| \(rival.rawValue) | \(counts.map { cell(rival, $0) }.joined(separator: " | ")) |"
        }
        return """
            ## \(title)

            | pooling | \(counts.map { "\($0) sets" }.joined(separator: " | ")) |
            | --- |\(counts.map { _ in " ---: |" }.joined())
            \(rows.joined(separator: "\n"))

            """
    }

    private func qualities(_ rival: Rival, _ count: Int) -> [(Int, quality: Quality)] {
        tests.compactMap { outcome in
            guard let quality = outcome.quality, outcome.rival == rival, outcome.sets == count else { return nil }
            return (outcome.seed, quality)
        }
    }

    private func text(_ value: MeanAndDeviation, _ decimals: Int) -> String {
        String(format: "%.*f ± %.*f", decimals, value.mean, decimals, value.deviation)
    }

    private var introduction: String {
        """
        # Sets of digits

        A network sees sets of 3 to 6 images of MNIST digits, and each set is labelled only with the digits that occur.
        The tables compare functions that pool the images of a set. A cell is the mean ± the standard deviation over
        seeds, which decide the sets, the start of the network and the order of the sets.

        `swift run -c release --package-path Benchmarks sets-of-digits` makes the tables;
        [sets-of-digits.jsonl](sets-of-digits.jsonl) contains the result of each training.

        Every network has two hidden layers with ReLU, which read a single image. The poolings are:

        - `mean`: the mean of the probabilities of the images.
        - `max`: the greatest probability of the images.
        - `max-of-features`: the greatest value of each feature; a linear layer reads these values.
        - `log-sum-exp`: log Σ_i e^(z_i) of the logits z of the images, or log((Σ_i e^(r·z_i)) / M) / r for M images.
        - `attention`: for each digit a mean of the features, weighted by a softmax over the images, plain or gated
          (M. Ilse, J. Tomczak, M. Welling, 2018).
        - `synapse`: `SynapsePooling`, the noisy-OR 1 − (1 − λ) ∏_i (1 − β·x_i) of the probabilities x of the images,
          with learned β and λ for each digit, trained by `binaryCrossEntropy(surprisalOfComplement:)`.

        All poolings are treated alike. Each has three variants: the activation of the features; the form of log-sum-exp and
        r; the kind and the width of the attention; for `mean`, `max` and `synapse` the probability with which the
        images start. The sum of log-sum-exp starts with the probability 0.1, and the other forms with ½. For each
        pooling, all combinations of 2 learning rates, the widths 16, 64 and 128 and the 3 variants are trained on 100 sets
        and on 1000 sets with a seed that no test uses, and the least log loss on validation sets chooses one. The
        choice for 100 sets is also used for 50 and 300 sets, and the choice for 1000 sets for 3000 sets. A training has
        20 sets in a step of Adam, and at most 1000 steps for up to 300 sets, 2000 steps for 1000 sets, and 3000 steps
        for 3000 sets. The loss on the validation sets is computed every 50 steps. A training stops after 300 steps
        without a lower loss, and the network with the least loss is tested. There are as many validation
        sets as training sets, but at least 100 and at most 500. They consist of other images of MNIST's training data.
        The 2000 test sets consist of test images. A label is predicted if its probability is above ½. For a single
        digit, the network reads a set of one image, and the digit with the greatest score counts. No image has a label
        of its own in the training.

        ## What the tables show

        - After a first run, log-sum-exp got a choice of the start like the Synapse's, and only log-sum-exp was run again. This
          reduced the difference at 100 sets from 0.6 to 0.2 points.
        - With few sets, the Synapse and log-sum-exp are ahead of the other poolings. With 100 sets, the Synapse is
          above `mean`, `max` and `max-of-features` by far more than the spread.
        - The Synapse and log-sum-exp are level: the Synapse is 0.1 to 0.4 points above, about the spread of the seeds.
          The sum, log Σ_i e^(z_i), is nearly a noisy-OR with β = 1: its odds are Σ_i o_i for the odds o_i of the
          images, and those of the noisy-OR are ∏_i (1 + o_i) − 1. The tables do not show that the Synapse is the best
          pooling. It also gives a leak and the exact share of each image in an event (`explain`).
        - With 1000 sets and more, `max`, `max-of-features` and `attention` come within half a point.
        - The probabilities of `mean` rarely exceed ½, because most images of a set show another digit. Its accuracy of
          labels is therefore low; its accuracy of single digits and its log loss describe it better.

        """
    }
}
