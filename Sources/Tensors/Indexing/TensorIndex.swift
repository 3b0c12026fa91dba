/// What may stand between the brackets of `tensor[…]`, with numpy's meaning.
///
/// Negative positions count from the end. As a Swift range cannot end before it starts, "all but the last" is
/// `..<(-1)`, and "from the second to the last but one" `.stride(from: 1, to: -1)`.
public struct TensorIndex: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case position(Int)
        case stride(from: Int?, to: Int?, by: Int)
        case newAxis
        case ellipsis
    }

    let kind: Kind
}

/// A type whose values index a tensor: integers, ranges, and the members of `TensorIndex`.
public protocol TensorIndexConvertible {
    /// The value as an index.
    var tensorIndex: TensorIndex { get }
}

extension TensorIndex: TensorIndexConvertible {
    public var tensorIndex: TensorIndex { self }
}

extension TensorIndexConvertible where Self == TensorIndex {
    /// The whole axis: numpy's `:`.
    public static var all: TensorIndex { TensorIndex(kind: .stride(from: nil, to: nil, by: 1)) }

    /// A new axis of length 1: numpy's `newaxis`.
    public static var newAxis: TensorIndex { TensorIndex(kind: .newAxis) }

    /// As many whole axes as remain: numpy's `...`.
    public static var ellipsis: TensorIndex { TensorIndex(kind: .ellipsis) }

    /// Every `step`-th position from `start` up to, but not including, `end`: numpy's `start:end:step`. A negative
    /// step walks backwards; `nil` is the end of the axis that the walk starts or ends at. Traps on a step of 0.
    public static func stride(from start: Int? = nil, to end: Int? = nil, by step: Int = 1) -> TensorIndex {
        require(step != 0, "index: the step is 0")
        return TensorIndex(kind: .stride(from: start, to: end, by: step))
    }
}

extension Int: TensorIndexConvertible {
    public var tensorIndex: TensorIndex { TensorIndex(kind: .position(self)) }
}

extension Range<Int>: TensorIndexConvertible {
    public var tensorIndex: TensorIndex {
        TensorIndex(kind: .stride(from: lowerBound, to: upperBound, by: 1))
    }
}

/// The end of a walk that includes `last`; none where it reaches the end of the axis. After −1, the last position, there
/// is no other: 0 would be the beginning.
private func positionAfter(_ last: Int) -> Int? { last == -1 || last == .max ? nil : last + 1 }

extension ClosedRange<Int>: TensorIndexConvertible {
    public var tensorIndex: TensorIndex {
        TensorIndex(kind: .stride(from: lowerBound, to: positionAfter(upperBound), by: 1))
    }
}

extension PartialRangeFrom<Int>: TensorIndexConvertible {
    public var tensorIndex: TensorIndex { TensorIndex(kind: .stride(from: lowerBound, to: nil, by: 1)) }
}

extension PartialRangeUpTo<Int>: TensorIndexConvertible {
    public var tensorIndex: TensorIndex { TensorIndex(kind: .stride(from: nil, to: upperBound, by: 1)) }
}

extension PartialRangeThrough<Int>: TensorIndexConvertible {
    public var tensorIndex: TensorIndex {
        TensorIndex(kind: .stride(from: nil, to: positionAfter(upperBound), by: 1))
    }
}
