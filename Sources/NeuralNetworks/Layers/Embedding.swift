import Differentiation
import Tensors

/// A table of learned vectors, one vector for each token. The layer maps token ids of any shape `[…]` to vectors
/// `[…, width]`, where `width` is the length of a vector. The vector of a token id is the row of the weight at the
/// position of this id.
///
/// Differentiable with respect to the weight. If an id occurs several times, the derivative with respect to the vector
/// of this id is the sum over all occurrences. An id that is negative, or not less than the number of vectors, traps.
///
///     let embedding = Embedding<Float>(1000, 32, using: &generator)
///     embedding(Tensor<Int>([[5, 8, 999]]))  // [1, 3, 32]
public struct Embedding<Scalar: RealScalar>: Module {
    /// The vectors, of shape `[count, width]`: one row of length `width` for each of `count` token ids.
    public var weight: Tensor<Scalar>
    /// The token id of padding, or `nil` if no id means padding. The vector of padding is not learned: the derivative
    /// with respect to this vector is 0.
    public let paddingIndex: Int?

    /// Creates a table whose elements are random numbers of the standard normal distribution, as in PyTorch. The vector
    /// of padding is 0. Traps if `count` or `width` is not positive, or if the padding index is not in `0 ..< count`.
    ///
    /// - Parameters:
    ///   - count: The number of ids, which are `0 ..< count`.
    ///   - width: The length of a vector.
    ///   - paddingIndex: The token id that fills sequences up to a common length, or `nil`. The vector of this id is 0,
    ///     and the derivative with respect to this vector is 0.
    ///   - generator: The source of the random numbers.
    public init(_ count: Int, _ width: Int, paddingIndex: Int? = nil, using generator: inout PhiloxGenerator) {
        require(count > 0 && width > 0, "Embedding: [\(count), \(width)] has no vectors")
        require(
            paddingIndex.map { (0 ..< count).contains($0) } ?? true,
            "Embedding: the padding index \(paddingIndex ?? 0) is not within 0 ..< \(count)")
        weight = Tensor(randomNormal: [count, width], using: &generator)
        self.paddingIndex = paddingIndex
        if let paddingIndex { weight[paddingIndex] = Tensor(zeros: [width]) }
    }

    /// Returns the vectors of the token ids: `[…] → […, width]`, where `width` is the length of a vector. An id that is
    /// negative, or not less than the number of vectors, traps.
    public func callAsFunction(_ ids: Tensor<Int>) -> Tensor<Scalar> {
        let count: Int = weight.shape[0]
        if let wrong = ids.scalars.first(where: { !(0 ..< count).contains($0) }) {
            fatalError("Embedding: the id \(wrong) of ids \(ids.shape) is not a row of the weight \(weight.shape)")
        }
        return weight.gathered(at: ids, constantAt: paddingIndex)
    }

    /// Visits `weight`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&weight, "weight") }
}
