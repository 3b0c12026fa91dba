import Foundation
import SynaNN

/// A network that computes the logit of each digit for each image, and pools the images of a set.
struct ScorePooling: SetModel {
    /// The function that pools the logits z of the images of a set.
    enum Kind: Sendable {
        /// The mean of the probabilities.
        case mean
        /// The greatest probability.
        case max
        /// `log((Σ_i e^(r·z_i)) / M) / r` for M images.
        case logMeanExp(Float)
        /// `log Σ_i e^(z_i)`.
        case logSumExp
        /// The noisy-OR with learned strengths and leaks.
        case synapse(SynapsePooling<Float>)
    }

    var encoder: Encoder
    var head: Linear<Float>
    var kind: Kind

    /// Creates a network whose images start with the given probability of each digit.
    init(_ width: Int, _ kind: Kind, start: Double, using generator: inout PhiloxGenerator) {
        encoder = Encoder(width, using: &generator)
        head = Linear(width, 10, using: &generator)
        head.bias = Tensor(repeating: Float(log(start / (1 - start))), shape: [10])
        self.kind = kind
    }

    func predict(_ images: Tensor<Float>, _ mask: Tensor<Bool>) -> Prediction {
        let z: Tensor<Float> = head(encoder(images).relu())
        let sizes: Tensor<Float> = select(mask, Tensor(1), Tensor(0)).sum(axis: 1, keepDims: true)
        switch kind {
        case .mean: return .probabilities(z.sigmoid().kept(mask, else: 0).sum(axis: 1) / sizes)
        case .max: return .logits(z.kept(mask, else: -.infinity).max(axis: 1))
        case .logMeanExp(let r):
            return .logits(((z * r).kept(mask, else: -.infinity).logSumExp(axis: 1) - sizes.log()) / r)
        case .logSumExp: return .logits(z.kept(mask, else: -.infinity).logSumExp(axis: 1))
        case .synapse(let pooling): return .surprisals(pooling(z.sigmoid(), mask: mask))
        }
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&encoder, "encoder")
        visitor.visit(&head, "head")
        guard case .synapse(var pooling) = kind else { return }
        visitor.visit(&pooling, "pooling")
        kind = .synapse(pooling)
    }
}
