import Differentiation
import Tensors

/// A table of learned vectors, one for each token: ids of any shape `[…]` → vectors `[…, width]`, row `id` of the weight.
///
/// Differentiable by the weight: the derivatives of all places with the same id add up. An id that is no row traps.
///
///     let embedding = Embedding<Float>(1000, 32, using: &generator)
///     embedding(Tensor<Int>([[5, 8, 999]]))  // [1, 3, 32]
public struct Embedding<Scalar: RealScalar>: Module {
    /// `[count, width]`.
    public var weight: Tensor<Scalar>
    /// The id of padding, if there is one: its vector is never learned.
    public let paddingIndex: Int?

    /// Standard normal vectors, as PyTorch has it; 0 for padding.
    ///
    /// - Parameters:
    ///   - count: How many ids there are: 0 ..< count.
    ///   - width: The length of a vector.
    ///   - paddingIndex: The id that fills sequences up to a common length. Its vector starts as 0, and its derivative is
    ///     0, so that it stays.
    public init(_ count: Int, _ width: Int, paddingIndex: Int? = nil, using generator: inout PhiloxGenerator) {
        require(count > 0 && width > 0, "Embedding: [\(count), \(width)] has no vectors")
        require(
            paddingIndex.map { (0 ..< count).contains($0) } ?? true,
            "Embedding: the padding index \(paddingIndex ?? 0) is not within 0 ..< \(count)")
        weight = Tensor(randomNormal: [count, width], using: &generator)
        self.paddingIndex = paddingIndex
        if let paddingIndex { weight[paddingIndex] = Tensor(zeros: [width]) }
    }

    public func callAsFunction(_ ids: Tensor<Int>) -> Tensor<Scalar> {
        let count: Int = weight.shape[0]
        if let wrong = ids.scalars.first(where: { !(0 ..< count).contains($0) }) {
            fatalError("Embedding: the id \(wrong) of ids \(ids.shape) is no row of the weight \(weight.shape)")
        }
        return weight.gathered(at: ids, constantAt: paddingIndex)
    }

    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&weight, "weight") }
}
