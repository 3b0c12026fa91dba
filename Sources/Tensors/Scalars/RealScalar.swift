internal import CKernels
internal import COpenBLAS

/// `Float` or `Double`: a scalar with functions, random numbers, matrix products and derivatives.
public protocol RealScalar: NumericScalar, FieldScalar, BinaryFloatingPoint {}

extension RealScalar {
    public static var _least: Self { -.infinity }
    public static var _greatest: Self { .infinity }
    public init(_converting value: Double) { self.init(value) }
    public var _double: Double { Double(self) }

    public static func _stepCount(from start: Self, to end: Self, by step: Self) -> Int? {
        let span: Double = ((end._double - start._double) / step._double).rounded(.up)
        return span.isFinite ? Int(exactly: Swift.max(0, span)) : nil
    }

    public init(_real value: Self) { self = value }
    public var _realPart: Self { self }
    public var _conjugate: Self { self }
    public static var _isComplex: Bool { false }

    public static func _combining(
        _ operation: _FieldOperation, _ a: Tensor<Self>, _ b: Tensor<Self>, named name: String
    ) -> Tensor<Self> {
        a.combining(operation.kernelOperation, b, named: name)
    }

    public static func _combine(
        _ operation: _FieldOperation, _ a: inout Tensor<Self>, _ b: Tensor<Self>, named name: String
    ) {
        a.combine(operation.kernelOperation, b, named: name)
    }

    public static func _negative(_ a: Tensor<Self>) -> Tensor<Self> { a.applying(SYNANN_NEGATE) }
    public static func _conjugate(_ a: Tensor<Self>) -> Tensor<Self> { a }
    public static func _addingElements(
        _ values: Tensor<Self>, to tensor: Tensor<Self>, at positions: Tensor<Int>
    ) -> Tensor<Self> {
        var result: Tensor<Self> = tensor
        result.variable = .none
        result.combineElements(SYNANN_SCATTER_ADD, values, at: positions)
        return result
    }
    public static func _sum(_ a: Tensor<Self>, axes: [Int]) -> Tensor<Self> { a.reduced(SYNANN_SUM, axes: axes) }
    public static func _product(_ a: Tensor<Self>, axes: [Int]) -> Tensor<Self> {
        a.reduced(SYNANN_PRODUCT, axes: axes)
    }
    public static func _cumulated(
        _ a: Tensor<Self>, multiplies: Bool, axis: Int, reversed: Bool
    ) -> Tensor<Self> {
        a.cumulated(multiplies ? SYNANN_CUMULATE_PRODUCT : SYNANN_CUMULATE_SUM, axis: axis, reversed: reversed)
    }
    public static func _recurrence(
        _ a: Tensor<Self>, adding b: Tensor<Self>, axis: Int, reversed: Bool
    ) -> Tensor<Self> {
        a.realRecurrence(adding: b, axis: axis, reversed: reversed)
    }
}

extension _FieldOperation {
    /// The same operation as a constant of the C kernels.
    fileprivate var kernelOperation: synann_binary_operation {
        switch self {
        case .add: SYNANN_ADD
        case .subtract: SYNANN_SUBTRACT
        case .multiply: SYNANN_MULTIPLY
        case .divide: SYNANN_DIVIDE
        }
    }
}

extension Float: RealScalar {
    public static var _kernelType: UInt32 { SYNANN_FLOAT.rawValue }
    public static var _blasType: UInt32 { SYNANN_BLAS_S.rawValue }
}

extension Double: RealScalar {
    public static var _kernelType: UInt32 { SYNANN_DOUBLE.rawValue }
    public static var _blasType: UInt32 { SYNANN_BLAS_D.rawValue }
}
