/// An index in the brackets of `tensor[…]`, with NumPy's meaning: an integer, a range, a tensor of integers, a mask, or
/// one of the static members, such as `.all`.
///
/// Negative positions count from the end: `..<(-1)` selects all positions but the last. The end of a Swift range cannot
/// be less than its start, so NumPy's `1:-1` is `.stride(from: 1, to: -1)`.
public struct TensorIndex: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case position(Int)
        case stride(from: Int?, to: Int?, by: Int)
        case newAxis
        case ellipsis
        case positions(Tensor<Int>)
        case mask(Tensor<Bool>)

        /// Whether the index is a tensor.
        var isTensor: Bool {
            switch self {
            case .positions, .mask: true
            default: false
            }
        }
    }

    let kind: Kind
}

/// A type whose values index a tensor: integers, ranges, tensors of integers, masks, and the members of `TensorIndex`.
public protocol TensorIndexConvertible {
    /// The value as an index.
    var tensorIndex: TensorIndex { get }
}

extension TensorIndex: TensorIndexConvertible {
    /// The index itself.
    public var tensorIndex: TensorIndex { self }
}

extension TensorIndexConvertible where Self == TensorIndex {
    /// The whole axis: NumPy's `:`.
    public static var all: TensorIndex { TensorIndex(kind: .stride(from: nil, to: nil, by: 1)) }

    /// A new axis of length 1: NumPy's `newaxis`.
    public static var newAxis: TensorIndex { TensorIndex(kind: .newAxis) }

    /// All axes that have no other index: NumPy's `...`. A subscript with two ellipses traps.
    public static var ellipsis: TensorIndex { TensorIndex(kind: .ellipsis) }

    /// Returns the index that selects every `step`-th position from `start` up to, but not including, `end`: NumPy's
    /// `start:end:step`.
    ///
    /// A negative bound counts from the end of the axis. A bound beyond the axis is limited to the axis. Traps if the
    /// step is 0.
    ///
    /// - Parameters:
    ///   - start: The first position. `nil` is the first position of the axis, or the last if the step is negative.
    ///   - end: The position at which the selection ends. This position is not selected. `nil` selects up to the end of
    ///     the axis, or up to its start if the step is negative.
    ///   - step: The distance between two selected positions; negative to go backwards.
    public static func stride(from start: Int? = nil, to end: Int? = nil, by step: Int = 1) -> TensorIndex {
        require(step != 0, "index: the step is 0")
        return TensorIndex(kind: .stride(from: start, to: end, by: step))
    }
}

extension Int: TensorIndexConvertible {
    /// A single position, whose axis is removed. A negative position counts from the end.
    public var tensorIndex: TensorIndex { TensorIndex(kind: .position(self)) }
}

extension Range<Int>: TensorIndexConvertible {
    /// The positions of the range. Negative bounds count from the end.
    public var tensorIndex: TensorIndex {
        TensorIndex(kind: .stride(from: lowerBound, to: upperBound, by: 1))
    }
}

/// Returns the position after `last`, or `nil` if `last` is the end of the axis. The last position of an axis is −1;
/// the position after −1 is `nil` and not 0, because 0 is the first position.
private func positionAfter(_ last: Int) -> Int? { last == -1 || last == .max ? nil : last + 1 }

extension ClosedRange<Int>: TensorIndexConvertible {
    /// The positions of the range, both bounds included. Negative bounds count from the end.
    public var tensorIndex: TensorIndex {
        TensorIndex(kind: .stride(from: lowerBound, to: positionAfter(upperBound), by: 1))
    }
}

extension PartialRangeFrom<Int>: TensorIndexConvertible {
    /// All positions from the bound on. A negative bound counts from the end.
    public var tensorIndex: TensorIndex { TensorIndex(kind: .stride(from: lowerBound, to: nil, by: 1)) }
}

extension PartialRangeUpTo<Int>: TensorIndexConvertible {
    /// All positions before the bound. A negative bound counts from the end.
    public var tensorIndex: TensorIndex { TensorIndex(kind: .stride(from: nil, to: upperBound, by: 1)) }
}

extension PartialRangeThrough<Int>: TensorIndexConvertible {
    /// All positions up to the bound, included. A negative bound counts from the end.
    public var tensorIndex: TensorIndex {
        TensorIndex(kind: .stride(from: nil, to: positionAfter(upperBound), by: 1))
    }
}

/// A scalar whose tensors are indices: `Int` for positions, `Bool` for masks.
public protocol _IndexScalar: TensorScalar {
    /// Returns the tensor as an index.
    static func _index(_ tensor: Tensor<Self>) -> TensorIndex
}

extension Int: _IndexScalar {
    public static func _index(_ tensor: Tensor<Int>) -> TensorIndex { TensorIndex(kind: .positions(tensor)) }
}

extension Bool: _IndexScalar {
    public static func _index(_ tensor: Tensor<Bool>) -> TensorIndex { TensorIndex(kind: .mask(tensor)) }
}

extension Tensor: TensorIndexConvertible where Scalar: _IndexScalar {
    /// Positions along an axis, or a mask, which selects the elements where the mask is true.
    public var tensorIndex: TensorIndex { Scalar._index(self) }
}
