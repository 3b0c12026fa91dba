import Differentiation
import Tensors

/// Batch normalisation of `[N, C]` (PyTorch's BatchNorm1d) and `[N, C, …]` (BatchNorm2d for images): each channel to mean
/// 0 and variance 1, then scaled and shifted by learned numbers.
///
/// In training with the statistics of the batch, which also move the running statistics:
/// `running ← (1 − momentum) · running + momentum · batch`, the variance there being the unbiased estimate. In inference
/// with the running statistics.
///
/// A single value has no variance, so that training traps where a channel has fewer than two values: `[1, C]`, or images of
/// one pixel in a batch of one. A `Trainer` makes no such batch if it can, and else a `TrainingRun` throws.
///
/// Source: S. Ioffe, C. Szegedy, "Batch normalization", ICML 2015.
public struct BatchNorm<Scalar: RealScalar>: Module {
    /// `[C]`, at first 1.
    public var weight: Tensor<Scalar>
    /// `[C]`, at first 0.
    public var bias: Tensor<Scalar>
    /// `[C]`, at first 0.
    public var runningMean: Buffer<Scalar>
    /// `[C]`, at first 1.
    public var runningVariance: Buffer<Scalar>
    private let momentum: Double
    /// What is added to each variance before its root is taken.
    public let epsilon: Double
    /// Whether the result goes through ReLU, in the same pass over memory.
    public let rectifies: Bool

    /// - Parameters:
    ///   - channels: C.
    ///   - momentum: How much of each batch's statistics goes into the running ones, within 0 and 1.
    ///   - epsilon: What is added to each variance before its root is taken.
    ///   - rectifies: Whether the result goes through ReLU, in the same pass over memory.
    public init(_ channels: Int, momentum: Double = 0.1, epsilon: Double = 1e-5, rectifies: Bool = false) {
        weight = Tensor(ones: [channels])
        bias = Tensor(zeros: [channels])
        runningMean = Buffer(Tensor(zeros: [channels]))
        runningVariance = Buffer(Tensor(ones: [channels]))
        self.momentum = momentum
        self.epsilon = epsilon
        self.rectifies = rectifies
    }

    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        guard Mode.current == .training else {
            return normalized(
                input, mean: runningMean.value, variance: runningVariance.value, scale: weight, shift: bias,
                epsilon: Scalar(epsilon), rectifies: rectifies)
        }
        let (result, mean, variance) = batchNormalized(
            input, scale: weight, shift: bias, epsilon: Scalar(epsilon), rectifies: rectifies)
        let perChannel: Int = input.shape[0] * input.shape.dropFirst(2).reduce(1, *)
        if perChannel < 2 {
            Mode.rejectBatch(
                "BatchNorm: training needs more than one value per channel, not an input of shape \(input.shape)")
            return Tensor(repeating: .nan, shape: input.shape)
        }
        runningMean.update(blend(runningMean.latest, mean))
        runningVariance.update(
            blend(runningVariance.latest, variance * Scalar(Double(perChannel) / Double(perChannel - 1))))
        return result
    }

    private func blend(_ running: Tensor<Scalar>, _ batch: Tensor<Scalar>) -> Tensor<Scalar> {
        running * Scalar(1 - momentum) + batch * Scalar(momentum)
    }

    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&weight, "weight")
        visitor.visit(&bias, "bias")
        visitor.visit(&runningMean, "running_mean")
        visitor.visit(&runningVariance, "running_var")
    }
}
