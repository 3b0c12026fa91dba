import Differentiation
import Tensors

/// Dropout sets each element to 0 with the given probability p in training. It divides the other elements by 1 − p, so
/// the expected value does not change. In inference the layer is the identity.
///
/// Source: N. Srivastava et al., "Dropout", JMLR 15, 2014.
public struct Dropout<Scalar: RealScalar>: ParameterFreeModule {
    /// The probability that an element becomes 0.
    public let probability: Double

    /// Creates a layer that drops elements with a probability between 0 and 1. Another probability traps.
    public init(_ probability: Double = 0.5) { self.probability = checked(probability, "Dropout") }

    /// Drops elements of the input in training. Traps in training if `withMode` received no generator.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        dropped(input, maskShape: input.shape, probability, "Dropout")
    }
}

/// Dropout of whole channels of `[N, C, …]`. Neighbouring pixels are similar, so dropping single pixels has little
/// effect.
///
/// Source: J. Tompson et al., "Efficient object localization using convolutional networks", CVPR 2015.
public struct Dropout2D<Scalar: RealScalar>: ParameterFreeModule {
    /// The probability that a channel becomes 0.
    public let probability: Double

    /// Creates a layer that drops channels with a probability between 0 and 1. Another probability traps.
    public init(_ probability: Double = 0.5) { self.probability = checked(probability, "Dropout2D") }

    /// Drops channels of the input in training. Traps if the input has fewer than two axes, and in training if
    /// `withMode` received no generator.
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
    // `masked` sets dropped elements to 0. A product with the mask would give ∞ · 0 = NaN for an infinite input.
    return input.masked(byPositive: mask) * Scalar(1 / (1 - probability))
}
