import Differentiation
import Tensors

/// A shard whose gradient is computed now: its factor in the loss of the batch, and the sum that receives its gradient.
struct ShardPart: GradientReceiver {
    let shard: Int
    /// n_s / n, if the shard has n_s of the n samples of the batch.
    let factor: Double
    let reduction: any GradientReduction

    func receive<Scalar: RealScalar>(_ gradient: Tensor<Scalar>, ofParameter index: Int) {
        if gradient.count > 0 { reduction.add(gradient, at: index, ofShard: shard) }
    }

    /// Adds the mean loss over the samples of the shard.
    func receive(loss: Double, in step: ShardedStep) {
        reduction.add(Tensor<Double>(factor * loss), at: step.gradients.count - 1, ofShard: shard)
    }
}
