/// Which keys a query of `attention` may attend to, or how much each key counts for each query.
///
/// The shape of the mask broadcasts to `[…, L, S]`: the leading axes of the queries, the number L of queries and the
/// number S of keys. A mask of `[L, S]` is the same in every sample and head, and a mask of `[N, 1, 1, S]` excludes keys
/// of single samples.
public enum AttentionMask<Scalar: RealScalar>: Sendable {
    /// A query may attend to a key where the element is true. This is the meaning of a Boolean mask in PyTorch's
    /// `scaled_dot_product_attention`; PyTorch's `MultiheadAttention` has the opposite meaning.
    case allowing(Tensor<Bool>)
    /// The element is added to the score of a query and a key. An element −∞ excludes the key.
    case adding(Tensor<Scalar>)

    /// The shape of the mask.
    public var shape: Shape {
        switch self {
        case .allowing(let mask): mask.shape
        case .adding(let bias): bias.shape
        }
    }

    /// The mask, as an input of a traced operation.
    var tensor: any TensorProtocol {
        switch self {
        case .allowing(let mask): mask
        case .adding(let bias): bias
        }
    }

    /// Whether the tape needs the derivative with respect to the mask.
    package var isTracked: Bool {
        if case .adding(let bias) = self { bias.isTracked } else { false }
    }

    /// Returns the scores after the mask has been applied.
    func applied(to scores: Tensor<Scalar>) -> Tensor<Scalar> {
        switch self {
        case .allowing(let mask): select(mask, scores, Tensor(-.infinity))
        case .adding(let bias): scores + bias
        }
    }
}
