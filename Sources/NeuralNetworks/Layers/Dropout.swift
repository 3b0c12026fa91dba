import Differentiation
import Tensors

/// In training each element is 0 with the given probability, and what remains is divided by the probability to remain,
/// so that the expected value stays. In inference the identity.
///
/// Source: N. Srivastava et al., "Dropout", JMLR 15, 2014.
public struct Dropout<Scalar: RealScalar>: ParameterFreeModule {
    /// The probability that an element is dropped.
    public let probability: Double

    public init(_ probability: Double = 0.5) { self.probability = checked(probability, "Dropout") }

    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        dropped(input, maskShape: input.shape, probability, "Dropout")
    }
}

/// Dropout of whole channels of `[N, C, …]`: neighbouring pixels are too much alike for dropping one to matter.
///
/// Source: J. Tompson et al., "Efficient object localization using convolutional networks", CVPR 2015.
public struct Dropout2D<Scalar: RealScalar>: ParameterFreeModule {
    /// The probability that a channel is dropped.
    public let probability: Double

    public init(_ probability: Double = 0.5) { self.probability = checked(probability, "Dropout2D") }

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
    // The mask selects: times 0, an infinite input or derivative would be NaN.
    return input.masked(byPositive: mask) * Scalar(1 / (1 - probability))
}
