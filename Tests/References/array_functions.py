"""Writes array_functions.json: NumPy's results for the functions of the Array API standard and for other functions.

    python3 Tests/References/array_functions.py            writes the file
    python3 Tests/References/array_functions.py --check    compares it with what would be written

The cases of a function have inputs of every scalar type that the function accepts, with empty axes, axes of length 1,
ties, NaN, infinities and −0. A case contains the function's name, its inputs, its options and NumPy's results. Elements
are texts, because JSON has no NaN, and many programs read integers in JSON as doubles, which lose digits. Where SynaNN
differs from NumPy on purpose, the script computes what SynaNN documents.
"""

import pathlib
import warnings

import numpy as np

from reference_file import write_or_check

warnings.simplefilter("ignore")
np.seterr(all="ignore")
FILE = pathlib.Path(__file__).with_name("array_functions.json")
GENERATOR = np.random.default_rng(22)
SIGNED = ["int8", "int16", "int32", "int64"]
UNSIGNED = ["uint8", "uint16", "uint32", "uint64"]
INTEGERS = SIGNED + UNSIGNED
REALS = ["float32", "float64"]
COMPLEX = ["complex64", "complex128"]
NUMERIC = INTEGERS + REALS
SHAPES = [(3, 4), (2, 1, 3), (7,), (0, 3), ()]
cases = []


def text(value):
    if isinstance(value, np.complexfloating):
        return f"{float(value.real)!r},{float(value.imag)!r}"
    if isinstance(value, np.floating):
        return repr(float(value))
    if isinstance(value, np.bool_):
        return "true" if value else "false"
    return str(int(value))


def stored(array):
    array = np.asarray(array)
    return {"type": str(array.dtype), "shape": list(array.shape), "values": [text(x) for x in array.ravel()]}


def add(function, inputs, compute, **options):
    results = compute(*inputs)
    results = list(results) if isinstance(results, (tuple, list)) else [results]
    cases.append({
        "function": function, "type": str(np.asarray(inputs[0]).dtype), "inputs": [stored(x) for x in inputs],
        "options": options, "results": [stored(x) for x in results]})


def sample(shape, dtype, low=-3.0, high=3.0, special=False):
    """Returns an array of random elements.

    Real numbers, and the parts of complex numbers, are from low to high; integers are from -5 or 0 to 5. With
    `special`, an integer array also contains the least and the greatest number of the type, and a real array also
    contains NaN, infinities, both zeros and 1, if the array has enough elements.
    """
    dtype = np.dtype(dtype)
    if dtype == bool:
        return GENERATOR.integers(0, 2, shape).astype(bool)
    if dtype.kind in "iu":
        x = GENERATOR.integers(0 if dtype.kind == "u" else -5, 6, shape).astype(dtype)
        if special and x.size > 2:
            x.ravel()[:2] = [np.iinfo(dtype).min, np.iinfo(dtype).max]
        return x
    x = GENERATOR.uniform(low, high, shape)
    if dtype.kind == "c":
        x = x + 1j * GENERATOR.uniform(low, high, shape)
    x = np.asarray(x.astype(dtype))
    if special and dtype.kind == "f" and x.size > 5:
        x.ravel()[:6] = [np.nan, np.inf, -np.inf, -0.0, 0.0, 1.0]
        x = GENERATOR.permuted(x.ravel()).reshape(x.shape)
    return x


def ties(shape, dtype):
    """Returns an array with few different elements, so that many elements are equal."""
    return np.round(sample(shape, dtype, -2, 2)).astype(dtype)


def unary(name, compute, kinds, low=-3.0, high=3.0, special=True, **options):
    for dtype in kinds:
        for shape in SHAPES if dtype in REALS else SHAPES[:1]:
            add(name, [sample(shape, dtype, low, high, special)], compute, **options)


def binary(name, compute, kinds, low=-3.0, high=3.0, special=True, nonzero=False):
    pairs = [((3, 4), (3, 4)), ((3, 1), (4,)), ((), (2, 3)), ((0, 3), (3,)), ((12,), (12,))]
    for dtype in kinds:
        for first, second in pairs if dtype in REALS else pairs[:2]:
            a, b = sample(first, dtype, low, high, special), sample(second, dtype, low, high, special)
            if nonzero:
                b = np.where(b == 0, np.ones((), dtype), b)
            add(name, [a, b], compute)


# Cases of elementwise functions of a single argument.
for name, compute in [
        ("abs", np.abs), ("negative", np.negative), ("sign", np.sign), ("squared", np.square), ("exp", np.exp),
        ("expm1", np.expm1), ("exp2", np.exp2), ("log", np.log), ("log2", np.log2), ("log10", np.log10),
        ("log1p", np.log1p), ("squareRoot", np.sqrt), ("reciprocal", np.reciprocal), ("sin", np.sin),
        ("cos", np.cos), ("tan", np.tan), ("asin", np.arcsin), ("acos", np.arccos), ("atan", np.arctan),
        ("sinh", np.sinh), ("cosh", np.cosh), ("tanh", np.tanh), ("asinh", np.arcsinh), ("acosh", np.arccosh),
        ("atanh", np.arctanh), ("floor", np.floor), ("ceil", np.ceil), ("truncated", np.trunc), ("rounded", np.round),
        ("isNaN", np.isnan), ("isInfinite", np.isinf), ("isFinite", np.isfinite), ("signBit", np.signbit)]:
    unary(name, compute, REALS)
for name, compute in [("abs", np.abs), ("negative", np.negative), ("sign", np.sign), ("squared", np.square)]:
    unary(name, compute, INTEGERS if name != "abs" else INTEGERS)
unary("bitwiseNot", np.invert, INTEGERS)

# Cases of elementwise functions of two arguments.
for name, compute in [
        ("add", np.add), ("subtract", np.subtract), ("multiply", np.multiply), ("equal", np.equal),
        ("notEqual", np.not_equal), ("less", np.less), ("lessOrEqual", np.less_equal), ("greater", np.greater),
        ("greaterOrEqual", np.greater_equal)]:
    binary(name, compute, NUMERIC)
for name, compute in [
        ("divide", np.divide), ("atan2", np.arctan2), ("hypot", np.hypot), ("copySign", np.copysign),
        ("nextAfter", np.nextafter), ("logAddExp", np.logaddexp), ("power", np.power), ("maximum", np.maximum),
        ("minimum", np.minimum), ("truncatingRemainder", np.fmod), ("floorRemainder", np.remainder),
        ("floorDivide", np.floor_divide)]:
    binary(name, compute, REALS)
for name, compute in [("floorDivide", np.floor_divide), ("floorRemainder", np.remainder),
                      ("truncatingRemainder", np.fmod)]:
    binary(name, compute, INTEGERS, nonzero=True)
for name, compute in [("bitwiseAnd", np.bitwise_and), ("bitwiseOr", np.bitwise_or), ("bitwiseXor", np.bitwise_xor)]:
    binary(name, compute, INTEGERS)
for dtype in INTEGERS:
    a, shifts = sample((3, 4), dtype, special=True), GENERATOR.integers(0, 7, (3, 4)).astype(dtype)
    add("shiftLeft", [a, shifts], np.left_shift)
    add("shiftRight", [a, shifts], np.right_shift)
for name, compute in [("and", np.logical_and), ("or", np.logical_or), ("equal", np.equal), ("notEqual", np.not_equal)]:
    binary(name, compute, ["bool"])
unary("not", np.logical_not, ["bool"])

# Cases of reductions.
AXES = [([0], False), ([1], True), ([0, 2], False), ([0, 1, 2], True), ([-1], False)]


def reductions(name, compute, kinds, shapes=((2, 3, 4), (3, 1, 2)), **sampling):
    for dtype in kinds:
        for shape in shapes:
            for axes, keep in AXES:
                add(name, [sample(shape, dtype, **sampling)],
                    lambda x, axes=axes, keep=keep: compute(x, axis=tuple(axes), keepdims=keep), axes=axes, keepDims=keep)


EMPTY = ((2, 3, 4), (0, 3, 2))
reductions("sum", np.sum, NUMERIC + COMPLEX, EMPTY)
reductions("product", np.prod, NUMERIC + COMPLEX, EMPTY)
reductions("max", np.max, NUMERIC)
reductions("min", np.min, NUMERIC)
reductions("max", np.max, REALS, special=True)
reductions("mean", np.mean, REALS, EMPTY)
reductions("variance", np.var, REALS, EMPTY)
reductions("standardDeviation", np.std, REALS)
reductions("all", np.all, ["bool"], EMPTY)
reductions("any", np.any, ["bool"], EMPTY)
reductions("countNonzero", np.count_nonzero, NUMERIC, EMPTY)
for dtype in NUMERIC:
    for axis in (0, 1, -1):
        x = ties((4, 5, 3), dtype)
        add("argmax", [x], lambda x, axis=axis: np.argmax(x, axis=axis), axis=axis)
        add("argmin", [x], lambda x, axis=axis: np.argmin(x, axis=axis), axis=axis)

# Cases of functions that accumulate along an axis.
for dtype in NUMERIC:
    for shape in ((3, 4), (5, 1, 2), (0, 2), (600,)) if dtype in ("float32", "int32", "uint8") else ((3, 4), (0, 2)):
        for axis in range(len(shape)):
            x = sample(shape, dtype)
            for reverse in (False, True):
                flip = lambda y, axis=axis, reverse=reverse: np.flip(y, axis) if reverse else y
                options = {"axis": axis, "reversed": reverse}
                wide = np.uint64 if dtype.startswith("u") else np.int64 if dtype.startswith("i") else np.float64
                narrow = np.dtype(dtype) if dtype in REALS else wide
                total = lambda y: flip(np.cumsum(flip(y), axis=axis, dtype=wide)).astype(narrow)
                add("cumulativeSum", [x], total, **options)
                if shape != (600,):
                    product = lambda y: flip(np.cumprod(flip(y), axis=axis, dtype=wide)).astype(narrow)
                    add("cumulativeProduct", [x], product, **options)
                if shape != (600,) and 0 not in shape:
                    add("cumulativeMax", [x], lambda x: flip(np.maximum.accumulate(flip(x), axis=axis)), **options)
                    add("cumulativeMin", [x], lambda x: flip(np.minimum.accumulate(flip(x), axis=axis)), **options)
                if dtype in REALS and shape != (600,):
                    add("cumulativeLogSumExp", [x], lambda x: flip(np.logaddexp.accumulate(flip(x), axis=axis)), **options)
        add("cumulativeSumWithInitial", [sample((3, 4), dtype)],
            lambda x: np.concatenate([np.zeros((3, 1), x.dtype), np.cumsum(x, axis=1, dtype=x.dtype)], axis=1)
            .astype(np.cumsum(x, axis=1).dtype if x.dtype.kind in "iu" else x.dtype), axis=1)
for dtype in REALS:
    x = sample((4, 6), dtype, special=True)
    for axis in (0, 1):
        add("cumulativeMax", [x], lambda x, axis=axis: np.maximum.accumulate(x, axis=axis), axis=axis, reversed=False)

# Cases of sorting and searching. In SynaNN, NaN follows all numbers, also in descending order.


def descending(x, axis):
    key = np.where(np.isnan(x), np.inf, -x) if x.dtype.kind == "f" else None
    if key is None:
        order = np.argsort(np.invert(x), axis=axis, kind="stable")
    else:
        # Sorts by the number, then by whether the element is NaN, so that −∞ precedes NaN.
        first = np.argsort(key, axis=axis, kind="stable")
        order = np.take_along_axis(
            first, np.argsort(np.isnan(np.take_along_axis(x, first, axis)), axis=axis, kind="stable"), axis)
    return order


for dtype in NUMERIC:
    for shape in ((3, 5), (70, 2), (0, 3), (1,)):
        for axis in range(len(shape)):
            for x in (sample(shape, dtype, special=True), ties(shape, dtype)):
                if dtype in REALS:
                    x = np.where(x == 0, np.zeros((), dtype), x).astype(dtype)
                add("sorted", [x], lambda x, axis=axis: np.sort(x, axis=axis), axis=axis, descending=False)
                add("argsort", [x], lambda x, axis=axis: np.argsort(x, axis=axis, kind="stable"), axis=axis,
                    descending=False)
                add("argsort", [x], lambda x, axis=axis: descending(x, axis), axis=axis, descending=True)
    vector = np.sort(ties((9,), dtype))
    for right in (False, True):
        add("searchSorted", [vector, ties((2, 3), dtype)],
            lambda a, v, right=right: np.searchsorted(a, v, side="right" if right else "left"), right=right)
    add("unique", [ties((4, 5), dtype)],
        lambda x: (lambda r: (r[0], r[1], r[2].reshape(x.shape), r[3]))(
            np.unique(x, return_index=True, return_inverse=True, return_counts=True)))
    add("isIn", [ties((3, 4), dtype), ties((2,), dtype)], np.isin)
    add("nonzero", [ties((3, 4), dtype)], np.nonzero)
    add("top", [sample((3, 6), dtype)],
        lambda x: (lambda order: (np.take_along_axis(x, order, 1), order))(descending(x, 1)[:, :2]), count=2, axis=1)

# Cases of functions that rearrange elements.
for dtype in ["float64", "int8", "bool", "complex64", "uint16"]:
    x = sample((2, 3, 4), dtype)
    for axes in ([0], [1, 2], [0, 1, 2]):
        add("flipped", [x], lambda x, axes=axes: np.flip(x, axes), axes=axes)
    for places, axis in ((1, 0), (-2, 2), (7, 1), (0, 1)):
        add("rolled", [x], lambda x, places=places, axis=axis: np.roll(x, places, axis), places=places, axis=axis)
    add("rolledFlat", [x], lambda x: np.roll(x, 5), places=5)
    for axis in (0, 1, 2):
        add("repeated", [x], lambda x, axis=axis: np.repeat(x, 3, axis), count=3, axis=axis)
    add("repeated", [x], lambda x: np.repeat(x, 0, 1), count=0, axis=1)
    add("repeatedByCounts", [x], lambda x: np.repeat(x, [2, 0, 3], 1), counts=[2, 0, 3], axis=1)
    for counts in ([2], [1, 2, 3], [2, 1, 1, 2], [0, 1, 1]):
        add("tiled", [x], lambda x, counts=counts: np.tile(x, counts), counts=counts)
    add("movingAxis", [x], lambda x: np.moveaxis(x, 0, -1), axis=0, place=-1)
    add("movingAxes", [x], lambda x: np.moveaxis(x, [0, 1], [2, 0]), axes=[0, 1], places=[2, 0])
    add("unstacked", [x], lambda x: [x[:, i] for i in range(3)], axis=1)
    add("split", [x], lambda x: np.array_split(x, 3, axis=2), count=3, axis=2)
    add("meshGrid", [sample((3,), dtype), sample((2,), dtype)], lambda a, b: np.meshgrid(a, b, indexing="ij"))
    add("concatenated", [x, sample((2, 1, 4), dtype)], lambda a, b: np.concatenate([a, b], 1), axis=1)
    add("stacked", [x, sample((2, 3, 4), dtype)], lambda a, b: np.stack([a, b], -1), axis=-1)
    add("reshaped", [x], lambda x: x.reshape(4, -1), shape=[4, -1])
    add("permuted", [x], lambda x: x.transpose(2, 0, 1), order=[2, 0, 1])
    add("broadcast", [sample((3, 1), dtype)], lambda x: np.broadcast_to(x, (2, 3, 4)), shape=[2, 3, 4])
    add("select", [x, sample((3, 4), dtype), sample((2, 3, 4), "bool")], lambda a, b, m: np.where(m, a, b))

# Cases of indexing by arrays.
for dtype in ["float32", "int16", "bool", "complex128"]:
    x, m = sample((3, 4), dtype), sample((3, 4), "bool")
    rows, columns = np.array([2, 0, -1]), np.array([[1], [-2]])
    add("maskedElements", [x, m], lambda x, m: x[m])
    add("maskedRows", [x, np.array([True, False, True])], lambda x, m: x[m])
    add("pickedElements", [x, rows, columns], lambda x, r, c: x[r, c])
    add("pickedRows", [x, columns], lambda x, r: x[r])
    cube = sample((3, 4, 5), dtype)
    add("pickedBetween", [cube, rows, rows], lambda x, r, c: x[r, :, c])
    add("pickedAfterSlice", [cube, rows, rows], lambda x, r, c: x[1:, r, c])
    add("pickedWithPosition", [cube, rows], lambda x, r: x[1, :, r])
    add("maskAndRange", [cube, sample((3, 4), "bool")], lambda x, m: x[m, 1:4])
    add("takenAlong", [x, np.array([[1, 1], [0, -1], [3, 2]])], lambda x, i: np.take_along_axis(x, i, 1), axis=1)

    def put(x, i, v):
        x = x.copy()
        np.put_along_axis(x, i, v, 1)
        return x

    add("putAlong", [x, np.array([[1, 3], [0, -1], [3, 2]]), sample((3, 2), dtype)], put, axis=1)

    def assign(x, m, v):
        x = x.copy()
        x[m] = v
        return x

    add("assignedMask", [x, m, sample((), dtype)], assign)
    add("assignedElements", [x, rows, sample((3, 4), dtype)], assign)

# Cases of statistics.
for dtype in REALS:
    x = sample((5, 8), dtype)
    for method, numpy_method in [
            ("invertedCDF", "inverted_cdf"), ("averagedInvertedCDF", "averaged_inverted_cdf"),
            ("closestObservation", "closest_observation"), ("interpolatedInvertedCDF", "interpolated_inverted_cdf"),
            ("hazen", "hazen"), ("weibull", "weibull"), ("linear", "linear"), ("medianUnbiased", "median_unbiased"),
            ("normalUnbiased", "normal_unbiased"), ("lower", "lower"), ("higher", "higher"), ("midpoint", "midpoint"),
            ("nearest", "nearest")]:
        for probability in (0.0, 0.25, 0.5, 0.625, 0.9, 1.0) if dtype == "float64" else (0.1, 0.5):
            for axis in (0, 1):
                add("quantile", [x],
                    lambda x, p=probability, m=numpy_method, axis=axis: np.quantile(x, p, axis=axis, method=m)
                    .astype(x.dtype), probability=probability, method=method, axis=axis)
    add("median", [x], lambda x: np.median(x, axis=1), axis=1)
    add("median", [sample((3, 6), dtype, special=True)], lambda x: np.median(x, axis=1), axis=1)
    for bins in (1, 4, 10):
        add("histogram", [sample((40,), dtype)],
            lambda x, bins=bins: (lambda r: (r[0], r[1].astype(x.dtype)))(np.histogram(x.astype(np.float64), bins)),
            bins=bins)
    add("histogramOfEdges", [sample((40,), dtype), np.array([-2, -1, 0, 0.5, 3], dtype)],
        lambda x, e: np.histogram(x, e)[0])
    add("covariance", [sample((3, 7), dtype)], lambda x: np.cov(x).astype(x.dtype))
    add("correlation", [sample((3, 7), dtype)], lambda x: np.corrcoef(x).astype(x.dtype))
    add("trapezoid", [x], lambda x: np.trapezoid(x, dx=x.dtype.type(0.5), axis=1), spacing=0.5, axis=1)
    add("trapezoidAt", [x, np.sort(sample((8,), dtype))], lambda y, x: np.trapezoid(y, x, axis=1), axis=1)
for dtype in INTEGERS:
    x = np.abs(ties((9,), dtype)).astype(dtype)
    add("binCounts", [x], lambda x: np.bincount(x.astype(np.int64), minlength=5), minimumLength=5)
for dtype in NUMERIC + COMPLEX:
    for order, axis in ((1, 0), (2, 1), (0, 1)):
        add("diff", [sample((4, 5), dtype)], lambda x, n=order, axis=axis: np.diff(x, n, axis), order=order, axis=axis)

# Cases of bounds and of powers of integers.
for dtype in NUMERIC:
    add("clipped", [sample((3, 4), dtype), ties((4,), dtype), ties((3, 1), dtype)], np.clip)
for name, compute in [("maximum", np.maximum), ("minimum", np.minimum)]:
    binary(name, compute, INTEGERS)
for dtype in INTEGERS:
    add("power", [sample((3, 4), dtype), np.abs(ties((4,), dtype)).astype(dtype)], np.power)

# Cases of complex functions, on both sides of their branch cuts and at special numbers.
NUMBERS = [complex(x, y) for x in (-2.5, -0.5, -0.0, 0.0, 0.5, 2.5) for y in (-1.5, -0.0, 0.0, 1.5)]
SPECIAL = [complex(np.inf, 1), complex(-np.inf, 0.0), complex(np.nan, 0.0), complex(0.0, np.inf)]
for dtype in COMPLEX:
    numbers = np.array(NUMBERS, dtype).reshape(4, 6)
    for name, compute in [
            ("abs", np.abs), ("angle", np.angle), ("exp", np.exp), ("expm1", np.expm1), ("squareRoot", np.sqrt),
            ("sin", np.sin), ("cos", np.cos), ("tan", np.tan), ("asin", np.arcsin), ("acos", np.arccos),
            ("atan", np.arctan), ("sinh", np.sinh), ("cosh", np.cosh), ("tanh", np.tanh), ("asinh", np.arcsinh),
            ("acosh", np.arccosh), ("atanh", np.arctanh), ("conjugated", np.conj), ("realPart", np.real),
            ("imaginaryPart", np.imag), ("sign", np.sign), ("squared", np.square), ("rounded", np.round)]:
        add(name, [numbers], compute)
    for name, compute in [("log", np.log), ("log1p", np.log1p), ("log2", np.log2), ("log10", np.log10),
                          ("reciprocal", np.reciprocal)]:
        add(name, [np.where((numbers == 0) | (numbers == -1), 1, numbers).astype(dtype)], compute)
    special = np.array(NUMBERS[:4] + SPECIAL, dtype)
    for name, compute in [("isNaN", np.isnan), ("isInfinite", np.isinf), ("isFinite", np.isfinite), ("abs", np.abs)]:
        add(name, [special], compute)
    a, b = sample((3, 4), dtype), sample((4,), dtype)
    for name, compute in [("add", np.add), ("subtract", np.subtract), ("multiply", np.multiply),
                          ("divide", np.divide), ("power", np.power), ("equal", np.equal),
                          ("notEqual", np.not_equal)]:
        add(name, [a, b], compute)
    add("equal", [a, a.copy()], np.equal)

# Cases of products.
for dtype in NUMERIC + COMPLEX:
    add("matmul", [sample((2, 3, 4), dtype), sample((4, 2), dtype)], np.matmul)
    add("matmul", [sample((4,), dtype), sample((3, 4, 2), dtype)], np.matmul)
    add("matmul", [sample((2, 0), dtype), sample((0, 3), dtype)], np.matmul)
    add("tensorDot", [sample((2, 3, 4), dtype), sample((4, 3, 2), dtype)],
        lambda a, b: np.tensordot(a, b, ([2, 1], [0, 1])), a=[2, 1], b=[0, 1])
    add("tensorDotCount", [sample((2, 3, 4), dtype), sample((3, 4, 2), dtype)],
        lambda a, b: np.tensordot(a, b, 2), count=2)
    add("vectorDot", [sample((2, 3), dtype), sample((3,), dtype)], np.vecdot)
    add("outer", [sample((2,), dtype), sample((3,), dtype)], np.outer)
    add("cross", [sample((2, 3), dtype), sample((3,), dtype)], np.linalg.cross)
    for offset in (-1, 0, 2, 5):
        x = sample((2, 3, 4), dtype)
        add("diagonal", [x], lambda x, k=offset: np.linalg.diagonal(x, offset=k), offset=offset)
        add("trace", [x], lambda x, k=offset: np.trace(x, offset=k, axis1=-2, axis2=-1), offset=offset)
        add("upperTriangle", [x], lambda x, k=offset: np.triu(x, k), offset=offset)
        add("lowerTriangle", [x], lambda x, k=offset: np.tril(x, k), offset=offset)

write_or_check(FILE, {"numpy": np.__version__}, cases)
print(len(cases), "cases of", len({case["function"] for case in cases}), "functions")
