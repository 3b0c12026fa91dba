import Differentiation
import Tensors

/// A table of learned vectors, one for each token. It maps ids `[…]` to vectors `[…, width]`. The vector of an id is
/// row `id` of the weight.
///
/// Differentiable with respect to the weight. If an id occurs several times, the derivatives of its occurrences are
/// added. An id outside of `0 ..< count` traps.
///
///     let embedding = Embedding<Float>(1000, 32, using: &generator)
///     embedding(Tensor<Int>([[5, 8, 999]]))  // [1, 3, 32]
public struct Embedding<Scalar: RealScalar>: Module {
    /// `[count, width]`.
    public var weight: Tensor<Scalar>
    /// The id of padding, or `nil`. The vector of padding is not learned.
    public let paddingIndex: Int?

    /// Creates a table of standard normal vectors, as in PyTorch. The vector of padding is 0. Traps if a size is not
    /// positive or the padding index is not an id.
    ///
    /// - Parameters:
    ///   - count: The number of ids, which are `0 ..< count`.
    ///   - width: The length of a vector.
    ///   - paddingIndex: The id that fills sequences up to a common length. Its vector and its derivative are 0.
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

    /// Returns the vectors of the ids: `[…] → […, width]`. An id outside of `0 ..< count` traps.
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
