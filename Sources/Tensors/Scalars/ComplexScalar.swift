internal import COpenBLAS
public import ComplexModule
public import RealModule

/// The real type of the parts of a complex scalar: `Float` or `Double`. The requirement `_combineComplex` is a loop
/// that the compiler optimizes for the type.
public protocol ComplexPart: RealScalar, Real {
    /// Writes `operation(a, b)` for `count` pairs of elements to `target`. `aStride` and `bStride` are the distances
    /// between neighbouring elements of `a` and `b`, in elements. The elements of `target` are neighbours in memory.
    static func _combineComplex(
        _ operation: _FieldOperation, count: Int, _ a: UnsafePointer<Complex<Self>>, _ aStride: Int,
        _ b: UnsafePointer<Complex<Self>>, _ bStride: Int, _ target: UnsafeMutablePointer<Complex<Self>>)
}

extension Complex: TensorScalar where RealType: ComplexPart {}

extension Complex: FieldScalar where RealType: ComplexPart {
    public init(_real value: RealType) { self.init(value, 0) }
    public var _realPart: RealType { real }
    public var _conjugate: Complex { conjugate }
    public static var _isComplex: Bool { true }
    public static var _blasType: UInt32 {
        // BLAS names the real types s and d. The complex type of s is c; the complex type of d is z.
        RealType._blasType == SYNANN_BLAS_S.rawValue ? SYNANN_BLAS_C.rawValue : SYNANN_BLAS_Z.rawValue
    }

    public static func _combining(
        _ operation: _FieldOperation, _ a: Tensor<Complex>, _ b: Tensor<Complex>, named name: String
    ) -> Tensor<Complex> {
        let common = Shape.broadcast(a.shape, b.shape, for: name)
        let result = Tensor<Complex>(uninitialized: common)
        let nest = LoopNest(
            shape: common,
            strides: [common.contiguousStrides, a.broadcastStrides(to: common), b.broadcastStrides(to: common)])
        let (target, first, second) = (result.mutableAddress, a.address, b.address)
        nest.forEachPiece { offsets, count in
            RealType._combineComplex(
                operation, count: count, first + offsets[1], nest.rowStrides[1], second + offsets[2],
                nest.rowStrides[2], target + offsets[0])
        }
        return result
    }

    public static func _combine(
        _ operation: _FieldOperation, _ a: inout Tensor<Complex>, _ b: Tensor<Complex>, named name: String
    ) {
        require(
            Shape.broadcast(a.shape, b.shape) == a.shape,
            "\(name): shape \(b.shape) does not broadcast to \(a.shape) in place")
        a = _combining(operation, a, b, named: name)
    }

    public static func _negative(_ a: Tensor<Complex>) -> Tensor<Complex> {
        Tensor<Complex>(partsView: RealType._negative(a.partsView))
    }

    public static func _conjugate(_ a: Tensor<Complex>) -> Tensor<Complex> {
        let signs = Tensor<RealType>([1, -1])
        return Tensor<Complex>(partsView: RealType._combining(.multiply, a.partsView, signs, named: "conjugated"))
    }

    public static func _addingElements(
        _ values: Tensor<Complex>, to tensor: Tensor<Complex>, at positions: Tensor<Int>
    ) -> Tensor<Complex> {
        let partPositions: Tensor<Int> = (positions * 2).expandingShape(at: -1) + Tensor([0, 1])
        return Tensor<Complex>(
            partsView: RealType._addingElements(
                values.contiguous().partsView, to: tensor.contiguous().partsView, at: partPositions))
    }

    public static func _sum(_ a: Tensor<Complex>, axes: [Int]) -> Tensor<Complex> {
        Tensor<Complex>(partsView: RealType._sum(a.partsView, axes: axes))
    }

    public static func _product(_ a: Tensor<Complex>, axes: [Int]) -> Tensor<Complex> {
        let kept: [Int] = (0 ..< a.rank).filter { !axes.contains($0) }
        let (dimensions, count): ([Int], Int) = (a.shape.dimensions, axes.reduce(1) { $0 * a.shape.dimensions[$1] })
        let keptShape = Shape(kept.map { dimensions[$0] })
        let lines: Tensor<Complex> = a.permutedView(axes + kept).reshapedView(to: [count, keptShape.elementCount])
        return _cumulated(lines, multiplies: true, axis: 0, reversed: false)
            .indexedView([(count - 1).tensorIndex]).reshapedView(to: keptShape)
    }

    public static func _cumulated(
        _ a: Tensor<Complex>, multiplies: Bool, axis: Int, reversed: Bool
    ) -> Tensor<Complex> {
        if !multiplies {
            return Tensor<Complex>(
                partsView: RealType._cumulated(
                    a.contiguous().partsView, multiplies: false, axis: axis, reversed: reversed))
        }
        // The products y follow the recurrence y[i] = start[i] + a[i] · y[i − 1] with y[−1] = 0. `start` is a[0] at the
        // first position and 0 elsewhere.
        let length: Int = a.shape.dimensions[axis]
        if length == 0 { return a }
        var widths = [(before: Int, after: Int)](repeating: (0, 0), count: a.rank)
        widths[axis] = reversed ? (length - 1, 0) : (0, length - 1)
        let first: Int = reversed ? length - 1 : 0
        let start: Tensor<Complex> = a.asConstant().narrowed(axis: axis, to: first ..< first + 1).padded(
            by: widths, with: 0)
        return a.complexRecurrence(adding: start, axis: axis, reversed: reversed)
    }

    public static func _recurrence(
        _ a: Tensor<Complex>, adding b: Tensor<Complex>, axis: Int, reversed: Bool
    ) -> Tensor<Complex> {
        a.complexRecurrence(adding: b, axis: axis, reversed: reversed)
    }
}

/// Writes `operation(a, b)` for `count` pairs of elements to `target`. `aStride` and `bStride` are the distances
/// between neighbouring elements of `a` and `b`, in elements. The function is inlined, so the compiler optimizes it for
/// each type.
@inline(__always)
private func combine<Part: ComplexPart>(
    _ operation: _FieldOperation, _ count: Int, _ a: UnsafePointer<Complex<Part>>, _ aStride: Int,
    _ b: UnsafePointer<Complex<Part>>, _ bStride: Int, _ target: UnsafeMutablePointer<Complex<Part>>
) {
    switch operation {
    case .add: for i in 0 ..< count { target[i] = a[i * aStride] + b[i * bStride] }
    case .subtract: for i in 0 ..< count { target[i] = a[i * aStride] - b[i * bStride] }
    case .multiply: for i in 0 ..< count { target[i] = a[i * aStride] * b[i * bStride] }
    case .divide: for i in 0 ..< count { target[i] = a[i * aStride] / b[i * bStride] }
    }
}

extension Float: ComplexPart {
    public static func _combineComplex(
        _ operation: _FieldOperation, count: Int, _ a: UnsafePointer<Complex<Float>>, _ aStride: Int,
        _ b: UnsafePointer<Complex<Float>>, _ bStride: Int, _ target: UnsafeMutablePointer<Complex<Float>>
    ) {
        combine(operation, count, a, aStride, b, bStride, target)
    }
}

extension Double: ComplexPart {
    public static func _combineComplex(
        _ operation: _FieldOperation, count: Int, _ a: UnsafePointer<Complex<Double>>, _ aStride: Int,
        _ b: UnsafePointer<Complex<Double>>, _ bStride: Int, _ target: UnsafeMutablePointer<Complex<Double>>
    ) {
        combine(operation, count, a, aStride, b, bStride, target)
    }
}
