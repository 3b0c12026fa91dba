import Foundation
import TestSupport
import Testing

/// A test compares every function of the Array API standard 2024.12 with NumPy, or a feature of Swift replaces the
/// function.
@Suite struct ArrayAPITests {
    /// The functions whose cases are in array_functions.json. The keys are the standard's names, the values are the
    /// names in the file.
    private let compared: [String: String] = [
        "abs": "abs", "acos": "acos", "acosh": "acosh", "add": "add", "asin": "asin", "asinh": "asinh",
        "atan": "atan", "atan2": "atan2", "atanh": "atanh", "bitwise_and": "bitwiseAnd",
        "bitwise_left_shift": "shiftLeft", "bitwise_invert": "bitwiseNot", "bitwise_or": "bitwiseOr",
        "bitwise_right_shift": "shiftRight", "bitwise_xor": "bitwiseXor", "ceil": "ceil", "clip": "clipped",
        "conj": "conjugated", "copysign": "copySign", "cos": "cos", "cosh": "cosh", "divide": "divide",
        "equal": "equal", "exp": "exp", "expm1": "expm1", "floor": "floor", "floor_divide": "floorDivide",
        "greater": "greater", "greater_equal": "greaterOrEqual", "hypot": "hypot", "imag": "imaginaryPart",
        "isfinite": "isFinite", "isinf": "isInfinite", "isnan": "isNaN", "less": "less", "less_equal": "lessOrEqual",
        "log": "log", "log1p": "log1p", "log2": "log2", "log10": "log10", "logaddexp": "logAddExp",
        "logical_and": "and", "logical_not": "not", "logical_or": "or", "logical_xor": "notEqual",
        "maximum": "maximum", "minimum": "minimum", "multiply": "multiply", "negative": "negative",
        "nextafter": "nextAfter", "not_equal": "notEqual", "pow": "power", "real": "realPart",
        "reciprocal": "reciprocal", "remainder": "floorRemainder", "round": "rounded", "sign": "sign",
        "signbit": "signBit", "sin": "sin", "sinh": "sinh", "square": "squared", "sqrt": "squareRoot",
        "subtract": "subtract", "tan": "tan", "tanh": "tanh", "trunc": "truncated", "take": "pickedRows",
        "take_along_axis": "takenAlong", "matmul": "matmul", "matrix_transpose": "permuted",
        "tensordot": "tensorDot", "vecdot": "vectorDot", "concat": "concatenated", "flip": "flipped",
        "moveaxis": "movingAxis", "permute_dims": "permuted", "repeat": "repeated", "reshape": "reshaped",
        "roll": "rolled", "stack": "stacked", "tile": "tiled", "unstack": "unstacked", "argmax": "argmax",
        "argmin": "argmin", "count_nonzero": "countNonzero", "nonzero": "nonzero", "searchsorted": "searchSorted",
        "where": "select", "unique_all": "unique", "unique_counts": "unique", "unique_inverse": "unique",
        "unique_values": "unique", "argsort": "argsort", "sort": "sorted", "cumulative_prod": "cumulativeProduct",
        "cumulative_sum": "cumulativeSum", "max": "max", "mean": "mean", "min": "min", "prod": "product",
        "std": "standardDeviation", "sum": "sum", "var": "variance", "all": "all", "any": "any", "diff": "diff",
        "broadcast_to": "broadcast", "tril": "lowerTriangle", "triu": "upperTriangle", "meshgrid": "meshGrid",
        "cross": "cross", "diagonal": "diagonal", "outer": "outer", "trace": "trace",
    ]

    /// The functions that docs/from-numpy-to-swift.md shows. The keys are the standard's names, the values are the
    /// NumPy code of the article's rows.
    private let rows: [String: String] = [
        "arange": "np.arange(5.)", "asarray": "np.array([[1., 2.], [3., 4.]])", "eye": "np.eye(3)",
        "full": "np.full((2, 3), 7.)", "linspace": "np.linspace(0, 1, 5)", "ones": "np.ones((2, 3))",
        "zeros": "np.zeros((2, 3))", "zeros_like": "np.zeros_like(a)", "astype": "a.astype(np.float32)",
        "broadcast_arrays": "np.broadcast_arrays(v, a)[0]", "finfo": "np.finfo(np.float64).eps",
        "iinfo": "np.iinfo(np.int32).max", "expand_dims": "np.expand_dims(v, 1)", "squeeze": "np.squeeze(c[:, :1])",
        "cholesky": "np.linalg.cholesky(s)", "det": "np.linalg.det(m)", "eigh": "np.abs(np.linalg.eigh(s)[1])",
        "eigvalsh": "np.linalg.eigvalsh(s)", "inv": "np.linalg.inv(m)", "matrix_norm": "np.linalg.norm(a)",
        "matrix_power": "np.linalg.matrix_power(m, -2)", "matrix_rank": "np.linalg.matrix_rank(a)",
        "pinv": "np.linalg.pinv(a)", "qr": "np.abs(np.linalg.qr(m)[1])", "slogdet": "np.linalg.slogdet(m)[1]",
        "solve": "np.linalg.solve(m, v)", "svd": "np.linalg.svd(a)[1]", "svdvals": "np.linalg.svd(a)[1]",
        "vector_norm": "np.linalg.vector_norm(a, ord=3, axis=0)",
    ]

    /// The functions whose cases are in fourier.json, with the names of the standard.
    private let transforms: [String] = [
        "fft", "ifft", "fftn", "ifftn", "rfft", "irfft", "rfftn", "irfftn", "hfft", "ihfft", "fftfreq", "rfftfreq",
        "fftshift", "ifftshift",
    ]

    /// The functions that types and initializers of Swift replace. The values describe the replacement.
    private let replaced: [String: String] = [
        "empty": "Tensor(uninitialized: shape) { write every element }",
        "empty_like": "Tensor(uninitialized: x.shape) { … }",
        "full_like": "Tensor(repeating: value, shape: x.shape)", "ones_like": "Tensor(ones: x.shape)",
        "from_dlpack": "Tensor(uninitialized: shape) { copy }: Swift has no DLPack",
        "can_cast": "the compiler checks types", "isdtype": "constraints such as RealScalar",
        "result_type": "nothing is promoted", "positive": "x",
    ]

    private func cases(_ file: String, _ key: String) throws -> Set<String> {
        let url: URL = Repository.root.appendingPathComponent("Tests/References/\(file).json")
        let object: Any = try JSONSerialization.jsonObject(with: Data(contentsOf: url))
        let list: Any? = (object as? [String: Any])?[file == "numpy_article" ? "rows" : "cases"]
        return Set((list as? [[String: Any]] ?? []).compactMap { $0[key] as? String })
    }

    @Test func everyFunctionOfTheStandardIsHere() throws {
        let names: [String] = Array(compared.keys) + Array(rows.keys) + transforms + Array(replaced.keys)
        #expect(Set(names).count == names.count && names.count == 166)
        let functions: Set<String> = try cases("array_functions", "function")
        for (name, function) in compared { #expect(functions.contains(function), "\(name)") }
        let quoted: Set<String> = try cases("numpy_article", "numpy")
        for (name, row) in rows { #expect(quoted.contains(row), "\(name)") }
        let transformed: Set<String> = try cases("fourier", "operation")
        for name in transforms { #expect(transformed.contains(name), "\(name)") }
    }
}
