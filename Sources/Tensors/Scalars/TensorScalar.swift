package import CKernels

/// A type of a tensor's elements: a value without references that can be copied byte for byte.
///
/// Every conforming type must be bitwise copyable. The protocol does not require `BitwiseCopyable`, because
/// swift-numerics does not declare this conformance for `Complex`, and another package must not declare it.
public protocol TensorScalar: Sendable, Hashable {
    /// Returns the result of `movement` on `x`. The tape records the derivative if the scalar is real or complex.
    static func _moved(_ x: Tensor<Self>, by movement: some _ElementMovement) -> Tensor<Self>
    /// Returns the concatenation of `parts`, at least one tensor, along `axis`, which is counted from the first axis. The
    /// tape records the derivative if the scalar is real or complex. Traps if the ranks or the lengths of other axes
    /// differ.
    static func _concatenated(_ parts: [Tensor<Self>], axis: Int) -> Tensor<Self>
    /// Returns `parts` joined along a new axis without a view for each tensor, which would cost more than the elements
    /// of a small tensor. Returns `nil` if the tensors are not contiguous or differ in shape, or if the axis is out of
    /// range. The tape does not record the operation.
    static func _stackedBlocks(_ parts: [Tensor<Self>], axis: Int) -> Tensor<Self>?
    /// Returns `joined`, the concatenation of `parts` along `axis`. The tape records the derivative if the scalar is
    /// real or complex.
    static func _recordConcatenation(_ joined: Tensor<Self>, of parts: [Tensor<Self>], axis: Int) -> Tensor<Self>
    /// Writes `value`, broadcast, to the part of `tensor` at `indices`. The tape records the derivatives if the scalar
    /// is real or complex. Traps if `value` does not broadcast to the shape of the part.
    static func _assign(_ value: Tensor<Self>, to tensor: inout Tensor<Self>, at indices: [TensorIndex])
    /// Writes `values`, broadcast to the shape of `positions`, to the elements of `tensor` at `positions` of the
    /// row-major order, which must be in `0 ..< tensor.count`. The tape records the derivatives if the scalar is real
    /// or complex.
    static func _assign(_ values: Tensor<Self>, to tensor: inout Tensor<Self>, atElements positions: Tensor<Int>)
    /// Returns the elements of `a` where `mask` is true and the elements of `b` elsewhere, after broadcasting. The tape
    /// records the derivatives if the scalar is real or complex. Traps if the shapes do not broadcast.
    static func _select(_ mask: Tensor<Bool>, _ a: Tensor<Self>, _ b: Tensor<Self>) -> Tensor<Self>
    /// Returns whether `a[i] == b[i]` for all `i` in `0 ..< count`.
    static func _areEqual(_ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>, count: Int) -> Bool
}

/// A scalar whose tensors can be converted to every other such type: a number of any kind except complex numbers.
public protocol ConvertibleScalar: TensorScalar {
    /// Returns the elements of `source` converted to another type.
    static func _converted<Target: ConvertibleScalar>(
        _ source: Tensor<Self>, to type: Target.Type
    ) -> Tensor<Target>
    /// Returns the elements of `source` converted to this type.
    static func _converting<Source: NumericScalar>(numbers source: Tensor<Source>) -> Tensor<Self>
    /// Returns the elements of `source`, which have 16 bits, converted to this type.
    static func _converting<Source: HalfScalar>(halves source: Tensor<Source>) -> Tensor<Self>
}

/// A scalar with arithmetic and order: a real type, or an integer type for labels and indices.
///
/// The number of the type selects the C kernels. Generic code makes a single call for each array, so the code is fast
/// without specialization in a user's module.
public protocol NumericScalar: ConvertibleScalar, Numeric, Comparable {
    /// The number of the type in the C kernels (`synann_scalar_type`).
    static var _kernelType: UInt32 { get }
    /// The least value of the type, with which the search for a maximum starts: −∞ for real types.
    static var _least: Self { get }
    /// The greatest value of the type, with which the search for a minimum starts: +∞ for real types.
    static var _greatest: Self { get }
    /// Creates a number from `value`, as NumPy's `astype` does: rounded to nearest for real types, rounded towards zero
    /// for integers. Traps if an integer type cannot represent the rounded value.
    init(_converting value: Double)
    /// The value as `Double`. The conversion is exact, except for integers with a magnitude above 2⁵³.
    var _double: Double { get }
    /// Returns how many of the numbers `start`, `start + step`, … come before `end`; `nil` if `Int` cannot represent
    /// the result. `step` must not be 0.
    static func _stepCount(from start: Self, to end: Self, by step: Self) -> Int?
}

extension NumericScalar {
    /// The number of the type as the enumeration of the C kernels.
    package static var kernelType: synann_scalar_type { synann_scalar_type(rawValue: _kernelType) }
    /// Whether the scalar is an integer.
    static var isInteger: Bool { kernelType != SYNANN_FLOAT && kernelType != SYNANN_DOUBLE }
}

extension Bool: TensorScalar {}

/// An integer scalar: a label, an index, a count or a byte of an image. Tensors of integers have no derivatives.
public protocol IntegerScalar: NumericScalar, FixedWidthInteger {
    /// The type of sums and products of many elements: `Int`, or `UInt` for unsigned types.
    associatedtype Total: IntegerScalar where Total.Total == Total
}

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
        // The difference of two integers of at most 64 bits is below 2⁶⁴, and wrapping arithmetic is exact modulo 2⁶⁴.
        let (low, high): (Self, Self) = step > 0 ? (start, end) : (end, start)
        let distance: UInt64 = UInt64(truncatingIfNeeded: high) &- UInt64(truncatingIfNeeded: low)
        return Int(exactly: (distance - 1) / UInt64(step.magnitude) + 1)
    }
}

extension Int: IntegerScalar {
    public typealias Total = Int
    public static var _kernelType: UInt32 { SYNANN_INT64.rawValue }
}

extension Int8: IntegerScalar {
    public typealias Total = Int
    public static var _kernelType: UInt32 { SYNANN_INT8.rawValue }
}

extension Int16: IntegerScalar {
    public typealias Total = Int
    public static var _kernelType: UInt32 { SYNANN_INT16.rawValue }
}

extension Int32: IntegerScalar {
    public typealias Total = Int
    public static var _kernelType: UInt32 { SYNANN_INT32.rawValue }
}

extension Int64: IntegerScalar {
    public typealias Total = Int
    public static var _kernelType: UInt32 { SYNANN_INT64.rawValue }
}

extension UInt: IntegerScalar {
    public typealias Total = UInt
    public static var _kernelType: UInt32 { SYNANN_UINT64.rawValue }
}

extension UInt8: IntegerScalar {
    public typealias Total = UInt
    public static var _kernelType: UInt32 { SYNANN_UINT8.rawValue }
}

extension UInt16: IntegerScalar {
    public typealias Total = UInt
    public static var _kernelType: UInt32 { SYNANN_UINT16.rawValue }
}

extension UInt32: IntegerScalar {
    public typealias Total = UInt
    public static var _kernelType: UInt32 { SYNANN_UINT32.rawValue }
}

extension UInt64: IntegerScalar {
    public typealias Total = UInt
    public static var _kernelType: UInt32 { SYNANN_UINT64.rawValue }
}
