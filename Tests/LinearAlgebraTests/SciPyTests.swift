import ComplexModule
import LinearAlgebra
import Tensors
import TestSupport
import Testing

/// The values agree with those of SciPy and NumPy in Tests/References/linear_algebra.json.
@Suite struct SciPyTests {
    typealias Number = LinearAlgebraScalar

    /// Calls `complex` with every complex case of an operation, and `real` with every other case.
    private func forEachCase(
        _ operation: String, _ real: (ReferenceCase, Source<Double>) throws -> Void,
        _ complex: (ReferenceCase, Source<Complex<Double>>) throws -> Void
    ) rethrows {
        for reference in ReferenceCase.linearAlgebra(operation) {
            if reference.has("aReal") || reference.has("xReal") || reference.has("diagonalReal") {
                try complex(reference, Source(reference))
            } else {
                try real(reference, Source(reference))
            }
        }
    }

    @Test func solutions() throws {
        func check<Scalar: Number>(_ operation: String, _ source: Source<Scalar>) throws {
            let (a, b): (Tensor<Scalar>, Tensor<Scalar>) = (source["a"], source["b"])
            let x: Tensor<Scalar>
            switch operation {
            case "solve": x = try solve(a, b)
            case "solve_triangular": x = try solveTriangular(a, b, .lower)
            case "solve_positive_definite": x = try solvePositiveDefinite(a, b)
            case "solve_symmetric": x = try solveSymmetric(a, b)
            case "solve_banded": x = try solveBanded(a, lower: 2, b)
            default: x = try leastSquares(a, b)
            }
            expectClose(x, source["output"], operation)
        }
        for operation in [
            "solve", "solve_triangular", "solve_positive_definite", "solve_symmetric", "solve_banded", "least_squares",
        ] {
            try forEachCase(operation, { try check(operation, $1) }, { try check(operation, $1) })
        }
    }

    @Test func tridiagonalSolutions() throws {
        func check<Scalar: Number>(_ source: Source<Scalar>) throws {
            let x: Tensor<Scalar> = try solveTridiagonal(
                lower: source["lower"], diagonal: source["diagonal"], upper: source["upper"], source["b"])
            expectClose(x, source["output"], "solve_tridiagonal")
        }
        try forEachCase("solve_tridiagonal", { try check($1) }, { try check($1) })
    }

    @Test func minimumNormSolutions() throws {
        func check<Scalar: Number>(_ reference: ReferenceCase, _ source: Source<Scalar>) throws {
            let result: MinimumNormSolution<Scalar> = try minimumNormLeastSquares(source["a"], source["b"])
            expectClose(result.solution, source["output"], reference.name)
            #expect(result.matrixRank.scalar == reference.integer("rank"))
            let values: Tensor<Double> = reference.tensor("values")
            #expect(
                difference(Tensor(result.singularValues.scalars.map { Double($0) }), values, tolerance: 1e-12) == nil)
        }
        try forEachCase("minimum_norm_least_squares", check, check)
    }

    @Test func functionsOfOneMatrix() throws {
        func check<Scalar: Number>(_ operation: String, _ source: Source<Scalar>) throws {
            let a: Tensor<Scalar> = source["a"]
            let value: Tensor<Scalar>
            switch operation {
            case "inverse": value = try inverse(a)
            case "pseudo_inverse": value = try pseudoInverse(a)
            case "determinant": value = try determinant(a)
            case "cholesky": value = try cholesky(a)
            case "exponential": value = try matrixExponential(a)
            case "square_root": value = try matrixSquareRoot(a)
            case "matrix_power": value = try matrixPower(a, -3)
            default: value = kronecker(a, source["b"])
            }
            expectClose(value, source["output"], operation)
        }
        for operation in [
            "inverse", "pseudo_inverse", "determinant", "cholesky", "exponential", "square_root", "matrix_power",
            "kronecker",
        ] {
            try forEachCase(operation, { try check(operation, $1) }, { try check(operation, $1) })
        }
    }

    @Test func einsums() {
        func check<Scalar: Number>(_ source: Source<Scalar>) {
            let value: Tensor<Scalar> = einsum("abc,cbd,da->bd", source["x"], source["y"], source["z"])
            expectClose(value, source["output"], "einsum")
        }
        forEachCase("einsum", { check($1) }, { check($1) })
    }

    @Test func logarithmsOfDeterminants() throws {
        func check<Scalar: Number>(_ reference: ReferenceCase, _ source: Source<Scalar>) throws {
            let result: LogDeterminant<Scalar> = try logDeterminant(source["a"])
            #expect(abs(Double(result.logMagnitude.scalar) - reference.tensor("logMagnitude").scalar) < 1e-13)
            expectClose(result.sign, source["sign"], reference.name)
        }
        try forEachCase("log_determinant", check, check)
    }

    @Test func triangularFactors() throws {
        func check<Scalar: Number>(_ reference: ReferenceCase, _ source: Source<Scalar>) throws {
            let parts: LUDecomposition<Scalar> = try lu(source["a"])
            #expect(parts.permutation.scalars == reference.integers("permutation").scalars)
            expectClose(parts.lower, source["lower"], reference.name)
            expectClose(parts.upper, source["upper"], reference.name)
        }
        try forEachCase("lu", check, check)
    }

    @Test func magnitudesOfOrthogonalFactorizations() throws {
        func check<Scalar: Number>(_ reference: ReferenceCase, _ source: Source<Scalar>) throws {
            let r: Tensor<Scalar>
            if reference.operation == "qr" {
                r = try qr(source["a"]).r
            } else {
                let parts: PivotedQRDecomposition<Scalar> = try pivotedQR(source["a"])
                #expect(parts.permutation.scalars == reference.integers("permutation").scalars)
                r = parts.r
            }
            let magnitudes = Tensor(r.scalars.map { Double($0._absolute) }, shape: r.shape)
            #expect(difference(magnitudes, reference.tensor("magnitudes"), tolerance: 1e-12) == nil)
        }
        try forEachCase("qr", check, check)
        try forEachCase("pivoted_qr", check, check)
    }

    @Test func eigenvaluesOfGeneralMatrices() throws {
        func check<Scalar: Number>(_ reference: ReferenceCase, _ source: Source<Scalar>) throws {
            let found: Tensor<Complex<Scalar.Magnitude>>
            switch reference.operation {
            case "eigenvalues": found = try eigenvalues(source["a"])
            case "schur_eigenvalues": found = try schur(source["a"]).eigenvalues
            default: found = try generalizedEigen(source["a"], source["b"]).eigenvalues
            }
            let (real, imaginary): (Tensor<Double>, Tensor<Double>) = (
                reference.tensor("outputReal"), reference.tensor("outputImaginary")
            )
            let expected: [Complex<Double>] = zip(real.scalars, imaginary.scalars).map { Complex($0, $1) }
            // Each expected value must be among the found values. The order of the values is not compared.
            var rest: [Complex<Double>] = found.scalars.map { Complex(Double($0.real), Double($0.imaginary)) }
            for value in expected {
                let nearest: Int = rest.indices.min { (rest[$0] - value).length < (rest[$1] - value).length } ?? 0
                #expect((rest[nearest] - value).length < 1e-12 * max(1, value.length), "\(reference)")
                rest.remove(at: nearest)
            }
        }
        for operation in ["eigenvalues", "schur_eigenvalues", "generalized_eigenvalues"] {
            try forEachCase(operation, check, check)
        }
    }

    @Test func realSpectra() throws {
        func check<Scalar: Number>(_ reference: ReferenceCase, _ source: Source<Scalar>) throws {
            let found: Tensor<Scalar.Magnitude>
            switch reference.operation {
            case "symmetric_eigenvalues": found = try symmetricEigenvalues(source["a"])
            case "generalized_symmetric_eigenvalues":
                found = try generalizedSymmetricEigen(source["a"], source["b"]).eigenvalues
            case "singular_values": found = try singularValues(source["a"])
            case "condition_number": found = try conditionNumber(source["a"])
            default:
                let norms: [Scalar.Magnitude] = try [.frobenius, .spectral, .nuclear, .one, .infinity].map {
                    try matrixNorm(source["a"], $0).scalar
                }
                found = Tensor(norms)
            }
            let values = Tensor(found.scalars.map { Double($0) }, shape: found.shape)
            #expect(difference(values, reference.tensor("output"), tolerance: 1e-12) == nil, "\(reference)")
        }
        for operation in [
            "symmetric_eigenvalues", "generalized_symmetric_eigenvalues", "singular_values", "condition_number",
            "norms",
        ] {
            try forEachCase(operation, check, check)
        }
    }

    @Test func nullSpaces() throws {
        func check<Scalar: Number>(_ reference: ReferenceCase, _ source: Source<Scalar>) throws {
            let basis: Tensor<Scalar> = try nullSpace(source["a"])
            expectClose(matmul(basis, basis.adjoint()), source["projector"], reference.name)
            #expect(try matrixRank(source["a"]).scalar == reference.integer("rank"))
        }
        try forEachCase("null_space", check, check)
    }

    private func expectClose<Scalar: Number>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ name: String) {
        // `backwardError` is in units of ε times the greatest element, where ε is the machine epsilon. If the norm of
        // the matrix is 60, the exponential has a relative error of about 60 ε, in this library and in SciPy.
        #expect(backwardError(a, b, name == "exponential" ? 600 : 100, Scalar.self) < 10, "\(name)")
    }
}

/// The tensors of a reference case by name, as real or complex numbers.
struct Source<Scalar: LinearAlgebraScalar> {
    private let reference: ReferenceCase

    init(_ reference: ReferenceCase) { self.reference = reference }

    subscript(_ name: String) -> Tensor<Scalar> {
        let real: Tensor<Double> = reference.tensor(Scalar._isComplex ? name + "Real" : name)
        let imaginary: [Double] =
            Scalar._isComplex ? reference.tensor(name + "Imaginary").scalars : [Double](repeating: 0, count: real.count)
        return Tensor(zip(real.scalars, imaginary).map { scalar($0, $1) }, shape: real.shape)
    }
}
