import Foundation
import SynaNN

/// An explanation of why a network prefers the class with the greatest score to the class with the second greatest
/// score. The explanation expresses the log odds between these two classes, in nats, as a sum of shares.
///
/// The shares of the Synapse's inputs are exact. The shares of the pixels are approximate, because they come from
/// integrated gradients.
struct ImageExplanation {
    /// An input of the Synapse, and the share of this input in the log odds.
    struct Term {
        let input: Int
        let share: Float
    }

    private let image, background: Tensor<Float>
    private let network: CompactNetwork
    /// The classes with the greatest and the second greatest score.
    let chosen, next: Int
    private let probability, logOdds, constant: Float
    /// The probabilities that the Synapse's input channels are open, `[features]`.
    private let probabilities: Tensor<Float>
    /// The terms of all inputs of the Synapse, in the order of decreasing absolute share.
    let strongest: [Term]
    /// The shares of the pixels in the log odds.
    let margin: Attribution<Float>

    /// Explains why the network prefers a class for an image.
    ///
    /// - Parameters:
    ///   - image: The normalised image, `[channels, height, width]`.
    ///   - network: The network. The hidden layer of the network must contain a Synapse.
    ///   - background: The normalised image without light, `[channels, height, width]`.
    init(of image: Tensor<Float>, by network: CompactNetwork, background: Tensor<Float>) {
        let batch: Tensor<Float> = image.expandingShape(at: 0)
        let scores: [Float] = network(batch)[0].scalars
        let order: [Int] = scores.indices.sorted { scores[$0] > scores[$1] }
        let (chosen, next): (Int, Int) = (order[0], order[1])
        let shares: Tensor<Float> = Self.shares(batch, network, chosen, next)[0]
        let explanation: ScoreExplanation<Float> = Self.explanation(batch, network)
        (self.image, self.background, self.network, self.chosen, self.next) = (image, background, network, chosen, next)
        probability = network(batch).softmax()[0, chosen].scalar
        logOdds = scores[chosen] - scores[next]
        constant = explanation.constant[chosen].scalar - explanation.constant[next].scalar
        probabilities = network.hidden.activated(network.hiddenInputs(batch))[0]
        strongest = shares.scalars.enumerated().map { Term(input: $0.offset, share: $0.element) }
            .sorted { abs($0.share) > abs($1.share) }
        margin = integratedGradients(at: image, from: background) { images in
            let scores: Tensor<Float> = network(images)
            return scores[.all, chosen] - scores[.all, next]
        }
    }

    /// Returns the shares of the pixels in the share of one input of the Synapse: `[channels, height, width]`.
    func pixelShares(of input: Int) -> Tensor<Float> {
        integratedGradients(at: image, from: background) { images in
            Self.shares(images, network, chosen, next)[.all, input]
        }.shares
    }

    private static func explanation(_ images: Tensor<Float>, _ network: CompactNetwork) -> ScoreExplanation<Float> {
        let x: Tensor<Float> = network.hidden.activated(network.hiddenInputs(images))
        return network.hidden.synapses[0].explainScores(x) { network.scores(ofHidden: $0) }
    }

    /// Returns the shares of the Synapse's inputs in the log odds of the classes `chosen` and `next` for each image,
    /// `[N, features]`, for normalised images `[N, channels, height, width]`.
    private static func shares(
        _ images: Tensor<Float>, _ network: CompactNetwork, _ chosen: Int, _ next: Int
    ) -> Tensor<Float> {
        let shares: Tensor<Float> = explanation(images, network).shares
        return shares[.all, chosen] - shares[.all, next]
    }

    /// Returns the name of a class as part of a sentence: "a 5" or "'sneaker'".
    static func article(_ name: String) -> String { Int(name) == nil ? "'\(name)'" : "a \(name)" }

    /// Returns the explanation as text of several lines.
    ///
    /// - Parameters:
    ///   - subject: The name of the image and, if known, the class, such as "image 8 is a 5".
    ///   - classNames: The names of the classes.
    func report(of subject: String, _ classNames: [String]) -> String {
        let sum: Float = strongest.reduce(constant) { $0 + $1.share }
        var lines: [String] = [
            subject + ", taken for \(Self.article(classNames[chosen]))"
                + String(format: " with probability %.2f %%", 100 * probability),
            "log odds of \(classNames[chosen]) against \(classNames[next]): " + String(format: "%.3f nats", logOdds),
            String(
                format: "exact: %+.3f constant, %+.3f of the Synapse's %d inputs (rounding %.0e)", constant,
                sum - constant, strongest.count, abs(sum - logOdds)),
        ]
        lines += strongest.prefix(8).map { term in
            String(
                format: "  input %3d  open with probability %.3f  %+.3f nats", term.input,
                probabilities[term.input].scalar, term.share)
        }
        lines.append(
            String(
                format: "pixels: %+.3f nats from an empty image to this image, integration error %+.3f", margin.change,
                margin.residual))
        return lines.joined(separator: "\n")
    }
}
