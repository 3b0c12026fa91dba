import Differentiation
import Tensors

/// A layer that adds a learned vector to each position of a sequence: `[N, L, width] → [N, L, width]`. Attention alone
/// does not depend on the order of the positions.
public struct PositionalEmbedding<Scalar: RealScalar>: Module {
    /// The vectors, `[length, width]`: one row for each position.
    public var weight: Tensor<Scalar>

    /// Creates a layer whose vectors are random numbers of the normal distribution with mean 0 and standard deviation
    /// 0.02. Traps if `length` or `width` is not positive.
    ///
    /// - Parameters:
    ///   - length: The greatest length of a sequence.
    ///   - width: The length of the vector of a position.
    ///   - generator: The source of the random numbers.
    public init(_ length: Int, _ width: Int, using generator: inout PhiloxGenerator) {
        require(length > 0 && width > 0, "PositionalEmbedding: [\(length), \(width)] has no vectors")
        weight = Tensor(randomNormal: [length, width], standardDeviation: 0.02, using: &generator)
    }

    /// Returns the input plus the vector of each position. Traps unless the input has the shape `[N, L, width]` with at
    /// most `length` positions.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        requirePositions(input, weight.shape, "PositionalEmbedding")
        return input + weight[0 ..< input.shape[1]]
    }

    /// Visits `weight`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&weight, "weight") }
}

/// A layer that adds sines and cosines of the position to each vector of a sequence: `[N, L, width] → [N, L, width]`.
///
/// The element 2i of the vector of position p is sin(p / 10000^(2i / width)), and the element 2i + 1 is the cosine of
/// the same angle.
///
/// Source: A. Vaswani et al., "Attention is all you need", NeurIPS 2017.
public struct SinusoidalEncoding<Scalar: RealScalar>: ParameterFreeModule {
    /// The sines and cosines, `[length, width]`.
    @Constant private var table: Tensor<Scalar>

    /// Creates a layer. Traps if `length` or `width` is not positive.
    ///
    /// - Parameters:
    ///   - length: The greatest length of a sequence.
    ///   - width: The length of the vector of a position.
    public init(_ length: Int, _ width: Int) {
        require(length > 0 && width > 0, "SinusoidalEncoding: [\(length), \(width)] has no vectors")
        let positions = Tensor<Double>((0 ..< length).map { Double($0) }, shape: [length, 1])
        let exponents = Tensor<Double>((0 ..< width).map { Double($0 / 2 * 2) / Double(width) })
        let angles: Tensor<Double> = positions / pow(Tensor<Double>(10_000), exponents)
        let isEven = Tensor<Bool>((0 ..< width).map { $0 % 2 == 0 })
        table = select(isEven, angles.sin(), angles.cos()).converted(to: Scalar.self)
    }

    /// Returns the input plus the sines and cosines of each position. Traps unless the input has the shape
    /// `[N, L, width]` with at most `length` positions.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        requirePositions(input, table.shape, "SinusoidalEncoding")
        return input + table[0 ..< input.shape[1]]
    }
}

private func requirePositions<Scalar>(_ input: Tensor<Scalar>, _ table: Shape, _ layer: String) {
    require(
        input.rank == 3 && input.shape[2] == table[1] && input.shape[1] <= table[0],
        "\(layer): the input \(input.shape) does not fit the vectors \(table) of the positions")
}
