package import CKernels

/// A type that a tensor can hold: a plain value without references, copied byte for byte.
///
/// Not `BitwiseCopyable`, though every conforming type must be so: swift-numerics does not declare it for `Complex`, and
/// nobody else may.
public protocol TensorScalar: Sendable, Hashable {}

/// A scalar with arithmetic and order: the real types, and the integers that serve as labels and indices.
///
/// Whole-array kernels are reached through the type's number in the C kernels, so that generic code makes one
/// call per array and nothing has to be specialised in a user's module.
public protocol NumericScalar: TensorScalar, Numeric, Comparable {
    /// The type's number in the C kernels (`synann_scalar_type`).
    static var _kernelType: UInt32 { get }
    /// The least value, with which a maximum starts: −∞ for real types.
    static var _least: Self { get }
    /// The greatest value, with which a minimum starts: +∞ for real types.
    static var _greatest: Self { get }
    /// The value nearest to `value` as numpy's `astype` has it: truncated towards zero for integers.
    init(_converting value: Double)
    /// The value as `Double`: exact but for integers beyond 2⁵³.
    var _double: Double { get }
    /// How many steps lead from `start` to below `end`, or above it where `step` is negative; `nil` where that is no `Int`.
    static func _stepCount(from start: Self, to end: Self, by step: Self) -> Int?
    /// `start + index · step`.
    static func _element(_ index: Int, from start: Self, by step: Self) -> Self
}

extension NumericScalar {
    /// The type's number, as the C kernels take it.
    package static var kernelType: synann_scalar_type { synann_scalar_type(rawValue: _kernelType) }
}

extension Bool: TensorScalar {}

/// An integer scalar: a label, an index, a count or a byte of an image. Has no derivatives.
public protocol IntegerScalar: NumericScalar, FixedWidthInteger {}

extension IntegerScalar {
    public static var _least: Self { .min }
    public static var _greatest: Self { .max }
    public init(_converting value: Double) {
        require(
            Self(exactly: value.rounded(.towardZero)) != nil, "conversion: \(value) does not fit into \(Self.self)")
        self.init(value)
    }
    public var _double: Double { Double(self) }

    public static func _stepCount(from start: Self, to end: Self, by step: Self) -> Int? {
        guard step > 0 ? start < end : start > end else { return 0 }
        // Differences of integers of at most 64 bits are exact modulo 2⁶⁴, and these are below it.
        let (low, high): (Self, Self) = step > 0 ? (start, end) : (end, start)
        let distance: UInt64 = UInt64(truncatingIfNeeded: high) &- UInt64(truncatingIfNeeded: low)
        return Int(exactly: (distance - 1) / UInt64(step.magnitude) + 1)
    }

    public static func _element(_ index: Int, from start: Self, by step: Self) -> Self {
        start &+ Self(truncatingIfNeeded: index) &* step
    }
}

extension Int: IntegerScalar {
    public static var _kernelType: UInt32 { SYNANN_INT64.rawValue }
}

extension Int32: IntegerScalar {
    public static var _kernelType: UInt32 { SYNANN_INT32.rawValue }
}

extension UInt8: IntegerScalar {
    public static var _kernelType: UInt32 { SYNANN_UINT8.rawValue }
}
