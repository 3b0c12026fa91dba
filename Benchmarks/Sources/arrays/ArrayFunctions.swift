import Measurement
import SynaNN

/// The functions that the benchmark measures. `Benchmarks/peers/arrays.py` measures the same functions under the same
/// names.
struct ArrayFunctions {
    private let x: Tensor<Float>
    private let y: Tensor<Float>
    private let n: Tensor<Int>
    private let mask: Tensor<Bool>
    private let rows: Tensor<Int>

    /// Creates random arrays, the inputs of the functions.
    ///
    /// - Parameters:
    ///   - side: The number of rows and of columns of the square matrices.
    ///   - isTransposed: Whether the matrices are transposed views, which are not contiguous.
    init(side: Int, isTransposed: Bool) {
        var generator = PhiloxGenerator(seed: 1)
        func arranged<Scalar>(_ tensor: Tensor<Scalar>) -> Tensor<Scalar> {
            isTransposed ? tensor.transposed() : tensor
        }
        x = arranged(Tensor(randomUniform: [side, side], using: &generator))
        y = arranged(Tensor(randomUniform: [side, side], using: &generator))
        n = arranged(Tensor<Int>(randomIntegers: [side, side], in: 1 ..< 1000, using: &generator))
        mask = x .> 0.5
        rows = Tensor<Int>(randomIntegers: [side], in: 0 ..< side, using: &generator)
    }

    var all: [(String, () -> Void)] {
        elementwise + alongAxes + moving
    }

    private var elementwise: [(String, () -> Void)] {
        let (x, y, n, mask) = (x, y, n, mask)
        return [
            ("exp2", { keep(x.exp2()) }), ("log2", { keep(x.log2()) }), ("log10", { keep(x.log10()) }),
            ("sin", { keep(x.sin()) }), ("tan", { keep(x.tan()) }), ("asin", { keep(x.asin()) }),
            ("acos", { keep(x.acos()) }), ("atan", { keep(x.atan()) }), ("sinh", { keep(x.sinh()) }),
            ("cosh", { keep(x.cosh()) }), ("asinh", { keep(x.asinh()) }), ("acosh", { keep((x).acosh()) }),
            ("atanh", { keep(x.atanh()) }), ("trunc", { keep(x.truncated()) }), ("isnan", { keep(x.isNaN()) }),
            ("atan2", { keep(atan2(x, y)) }), ("hypot", { keep(hypot(x, y)) }),
            ("copysign", { keep(copySign(x, y)) }), ("nextafter", { keep(nextAfter(x, y)) }),
            ("logaddexp", { keep(logAddExp(x, y)) }), ("remainder", { keep(floorRemainder(x, y)) }),
            ("fmod", { keep(truncatingRemainder(x, y)) }), ("floor_divide", { keep(floorDivide(x, y)) }),
            ("int add", { keep(n + n) }), ("int floor_divide", { keep(floorDivide(n, n)) }),
            ("int and", { keep(n & n) }), ("int less", { keep(n .< n) }),
            ("where", { keep(select(mask, x, y)) }), ("clip", { keep(x.clipped(lower: y, upper: x)) }),
        ]
    }

    private var alongAxes: [(String, () -> Void)] {
        let (x, n, mask) = (x, n, mask)
        return [
            ("sum", { keep(x.sum()) }), ("sum axis 0", { keep(x.sum(axis: 0)) }),
            ("sum axis 1", { keep(x.sum(axis: 1)) }), ("int sum", { keep(n.sum()) }),
            ("prod", { keep(x.product()) }), ("max", { keep(x.max()) }), ("std", { keep(x.standardDeviation()) }),
            ("argmax axis 1", { keep(x.argmax(axis: 1)) }), ("any axis 0", { keep(mask.any(axes: [0])) }),
            ("count_nonzero", { keep(mask.countTrue()) }),
            ("cumsum axis 0", { keep(x.cumulativeSum(axis: 0)) }),
            ("cumsum axis 1", { keep(x.cumulativeSum(axis: 1)) }),
            ("cumprod axis 1", { keep(x.cumulativeProduct(axis: 1)) }),
            ("cummax axis 1", { keep(x.cumulativeMax(axis: 1)) }),
            ("diff axis 1", { keep(x.diff(axis: 1)) }),
            ("sort axis 0", { keep(x.sorted(axis: 0)) }), ("sort axis 1", { keep(x.sorted(axis: 1)) }),
            ("sort all", { keep(x.flattened().sorted()) }), ("int sort all", { keep(n.flattened().sorted()) }),
            ("argsort axis 1", { keep(x.argsort(axis: 1)) }), ("argsort all", { keep(x.flattened().argsort()) }),
            ("topk axis 1", { keep(x.top(10, axis: 1).values) }), ("unique", { keep(n.unique().values) }),
            ("median axis 1", { keep(x.median(axis: 1)) }), ("quantile", { keep(x.quantile(0.3)) }),
            ("histogram", { keep(x.histogram(bins: 10).counts) }), ("bincount", { keep(n.binCounts()) }),
            ("cov", { keep(x.covariance()) }),
        ]
    }

    private var moving: [(String, () -> Void)] {
        let (x, mask, rows) = (x, mask, rows)
        let sorted: Tensor<Float> = x.flattened().sorted()
        let order: Tensor<Int> = x.argsort(axis: 1)
        return [
            ("mask", { keep(x[mask]) }), ("take rows", { keep(x[rows]) }),
            ("take elements", { keep(x[rows, rows]) }), ("take_along_axis", { keep(x.takenAlong(order, axis: 1)) }),
            ("nonzero", { keep(mask.nonzero()) }), ("searchsorted", { keep(sorted.searchSorted(x)) }),
            ("flip", { x.flipped().withUnsafeBuffer { keep($0.count) } }), ("roll", { keep(x.rolled(by: 7, axis: 1)) }),
            ("repeat", { keep(x.repeated(2, axis: 1)) }), ("tile", { keep(x.tiled([2, 2])) }),
            ("concatenate", { keep(Tensor(concatenating: [x, x], axis: 1)) }), ("tril", { keep(lowerTriangle(x)) }),
            ("pad", { keep(x.padded(by: [(1, 1), (2, 2)])) }),
        ]
    }
}
