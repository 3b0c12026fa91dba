import Differentiation
import Tensors

/// Dropout: in training, the layer sets each element of the input to 0 with probability p. The layer divides the
/// remaining elements by 1 − p, so the expected value does not change. In inference the layer returns its input.
///
/// Source: N. Srivastava et al., "Dropout", JMLR 15, 2014.
public struct Dropout<Scalar: RealScalar>: ParameterFreeModule {
    /// p, the probability that an element becomes 0 in training.
    public let probability: Double

    /// Creates a layer that sets elements to 0 with the given probability, 0.5 by default. Traps if the probability is
    /// not between 0 and 1.
    public init(_ probability: Double = 0.5) { self.probability = checked(probability, "Dropout") }

    /// Returns the input in inference, and the input after dropout in training. Traps in training if `withMode`
    /// received no generator and the probability is neither 0 nor 1.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        dropped(input, maskShape: input.shape, probability, "Dropout")
    }
}

/// Dropout of whole channels. In training, the layer sets each channel of each sample to 0 with probability p, and
/// divides the remaining channels by 1 − p. In inference the layer returns its input. The input is `[N, C, …]`: N
/// samples with C channels.
///
/// Dropout of single pixels has little effect, because the neighbours of a pixel usually have similar values.
///
/// Source: J. Tompson et al., "Efficient object localization using convolutional networks", CVPR 2015.
public struct Dropout2D<Scalar: RealScalar>: ParameterFreeModule {
    /// p, the probability that a channel of a sample becomes 0 in training.
    public let probability: Double

    /// Creates a layer that sets channels to 0 with the given probability, 0.5 by default. Traps if the probability is
    /// not between 0 and 1.
    public init(_ probability: Double = 0.5) { self.probability = checked(probability, "Dropout2D") }

    /// Returns the input in inference, and the input after dropout in training. Traps if the input has fewer than two
    /// axes. Traps in training if `withMode` received no generator and the probability is neither 0 nor 1.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        require(input.rank >= 2, "Dropout2D: input must be [N, C, …], not \(input.shape)")
        let channels = Shape(input.shape.prefix(2) + [Int](repeating: 1, count: input.rank - 2))
        return dropped(input, maskShape: channels, probability, "Dropout2D")
    }
}

private func checked(_ probability: Double, _ layer: String) -> Double {
    require((0 ... 1).contains(probability), "\(layer): the probability \(probability) is not within 0 and 1")
    return probability
}

private func dropped<Scalar: RealScalar>(
    _ input: Tensor<Scalar>, maskShape: Shape, _ probability: Double, _ layer: String
) -> Tensor<Scalar> {
    guard Mode.current == .training, probability > 0 else { return input }
    if probability == 1 { return input.masked(byPositive: Tensor(zeros: maskShape)) }
    let mask: Tensor<Scalar> = Mode.withGenerator(for: layer) { generator in
        Tensor(randomBernoulli: maskShape, probability: Scalar(1 - probability), using: &generator)
    }
    // The factor of a kept element stands in the mask, so that the elements are read and written once.
    return input.multiplied(byMask: mask * Scalar(1 / (1 - probability)))
}
