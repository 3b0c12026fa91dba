import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// The values and gradients of every loss agree with PyTorch's in losses.json.
@Suite struct LossReferenceTests {
    private typealias Loss = (ReferenceCase, LossReduction, [Tensor<Double>]) -> Tensor<Double>

    private func check(_ operation: String, _ inputs: [String], tolerance: Double = 1e-12, _ loss: @escaping Loss) {
        for reference in ReferenceCase.losses(operation) {
            let reduction: LossReduction =
                switch reference.text("reduction") {
                case "mean": .mean
                case "sum": .sum
                default: .none
                }
            let found: [String] = problems(against: reference, inputs: inputs, tolerance: tolerance) {
                loss(reference, reduction, $0)
            }
            #expect(found == [])
        }
    }

    @Test func crossEntropyOfLabels() {
        check("cross_entropy", ["input"]) { reference, reduction, inputs in
            crossEntropy(
                inputs[0], reference.integers("labels"), classWeights: reference.optional("classWeights"),
                ignoreIndex: reference.flag("ignored") ? -100 : nil,
                labelSmoothing: reference.number("labelSmoothing"), reduction: reduction)
        }
    }

    /// A mask without the ignored samples has the same effect as their label −100, and sample weights of 1 have no
    /// effect.
    @Test func crossEntropyWithMaskAndWeights() {
        check("cross_entropy", ["input"]) { reference, reduction, inputs in
            let labels: Tensor<Int> = reference.integers("labels")
            return crossEntropy(
                inputs[0], labels, classWeights: reference.optional("classWeights"),
                sampleWeights: Tensor(ones: labels.shape), mask: labels .!= -100,
                labelSmoothing: reference.number("labelSmoothing"), reduction: reduction)
        }
    }

    @Test func crossEntropyOfProbabilities() {
        check("cross_entropy_probabilities", ["input", "target"]) { reference, reduction, inputs in
            crossEntropy(
                inputs[0], probabilities: inputs[1], classWeights: reference.optional("classWeights"),
                labelSmoothing: reference.number("labelSmoothing"), reduction: reduction)
        }
    }

    @Test func weightedNegativeLogLikelihood() {
        check("nll_loss", ["input"]) { reference, reduction, inputs in
            negativeLogLikelihood(
                inputs[0], reference.integers("labels"), classWeights: reference.optional("classWeights"),
                ignoreIndex: -100, reduction: reduction)
        }
    }

    @Test func weightedBinaryCrossEntropy() {
        check("binary_cross_entropy_with_logits", ["input", "target"]) { reference, reduction, inputs in
            binaryCrossEntropy(
                logits: inputs[0], inputs[1], weights: reference.optional("weights"),
                positiveWeights: reference.optional("positiveWeights"), reduction: reduction)
        }
        check("binary_cross_entropy", ["input", "target"]) { reference, reduction, inputs in
            binaryCrossEntropy(inputs[0], inputs[1], weights: reference.optional("weights"), reduction: reduction)
        }
    }

    @Test func divergenceAndLikelihoods() {
        check("kl_div", ["input", "target"]) { reference, reduction, inputs in
            klDivergence(
                inputs[0], inputs[1], targetIsLogarithm: reference.flag("logarithm"), reduction: reduction)
        }
        check("poisson_nll_loss", ["input", "target"]) { reference, reduction, inputs in
            poissonNegativeLogLikelihood(
                inputs[0], inputs[1], predictionIsLogarithm: reference.flag("logarithm"),
                isFull: reference.flag("full"), reduction: reduction)
        }
        // Also checks the variance 10⁻⁹, where the derivatives exceed 10⁶.
        check("gaussian_nll_loss", ["input", "target", "variance"]) { reference, reduction, inputs in
            gaussianNegativeLogLikelihood(
                inputs[0], inputs[1], variance: inputs[2], isFull: reference.flag("full"), reduction: reduction)
        }
    }

    @Test func smoothL1() {
        check("smooth_l1_loss", ["input", "target"]) { reference, reduction, inputs in
            smoothL1Loss(inputs[0], inputs[1], beta: reference.number("beta"), reduction: reduction)
        }
    }

    @Test func margins() {
        check("hinge_loss", ["input", "target"]) { reference, reduction, inputs in
            reference.integer("power") == 1
                ? hingeLoss(inputs[0], inputs[1], reduction: reduction)
                : squaredHingeLoss(inputs[0], inputs[1], reduction: reduction)
        }
        check("multi_margin_loss", ["input"]) { reference, reduction, inputs in
            multiMarginLoss(
                inputs[0], reference.integers("labels"), margin: reference.number("margin"),
                isSquared: reference.integer("power") == 2, classWeights: reference.optional("classWeights"),
                reduction: reduction)
        }
        check("cosine_embedding_loss", ["first", "second"]) { reference, reduction, inputs in
            cosineEmbeddingLoss(
                inputs[0], inputs[1], reference.tensor("target"), margin: reference.number("margin"),
                reduction: reduction)
        }
        check("triplet_margin_loss", ["anchor", "positive", "negative"]) { reference, reduction, inputs in
            tripletMarginLoss(
                anchor: inputs[0], positive: inputs[1], negative: inputs[2], margin: reference.number("margin"),
                swap: reference.flag("swap"), reduction: reduction)
        }
    }

    @Test func connectionistTemporalClassification() {
        check("ctc_loss", ["input"]) { reference, reduction, inputs in
            ctcLoss(
                inputs[0].logSoftmax(), reference.integers("labels"),
                inputLengths: reference.integers(parameter: "inputLengths"),
                labelLengths: reference.integers(parameter: "labelLengths"), blank: reference.integer("blank"),
                zeroInfinity: reference.flag("zeroInfinity"), reduction: reduction)
        }
    }
}
