import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport

/// A function of linear algebra over stacks of matrices, for tests of properties that all such functions share. The
/// axis of the stack is the first axis of every result. The results do not depend on signs that a decomposition chooses
/// arbitrarily.
struct StackedOperation<Scalar: LinearAlgebraScalar>: Sendable, CustomStringConvertible {
    /// The kinds of first operand that a function can take.
    enum Operand: Sendable { case square, definite, tall, wide, vector }

    let name: String
    /// The kind of the first operand that this function takes.
    let operand: Operand
    /// Whether the function takes right-hand sides.
    var hasSide = false
    /// Whether the function has a derivative.
    var hasGradient = true
    let body: @Sendable (_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) throws -> [Tensor<Scalar>]

    var description: String { "\(name) of \(Scalar.self)" }

    func callAsFunction(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) throws -> [Tensor<Scalar>] { try body(a, b) }

    /// Returns the derivatives of a weighted sum of all results with respect to the matrices and the right-hand sides.
    ///
    /// - Parameters:
    ///   - a: The matrices.
    ///   - b: The right-hand sides.
    ///   - weights: Takes the weights of a result, and returns the weights to use instead.
    func gradients(
        _ a: Tensor<Scalar>, _ b: Tensor<Scalar>,
        weights: (Tensor<Scalar.Magnitude>) -> Tensor<Scalar.Magnitude> = { $0 }
    ) throws -> [Tensor<Scalar>] {
        typealias Real = Tensor<Scalar.Magnitude>
        let parts: [Real] = [a, b].flatMap { [$0.realPart(), $0.imaginaryPart()] }
        var failure: (any Error)?
        let derivatives: [Tensor<Scalar.Magnitude>] = gradient(at: parts) { parts in
            do {
                let results: [Tensor<Scalar>] = try body(joined(parts[0], parts[1]), joined(parts[2], parts[3]))
                var sum = Tensor<Scalar.Magnitude>(0)
                for (index, result) in results.enumerated() {
                    let (first, second): (Real, Real) = (
                        sample(result.shape, seed: index), sample(result.shape, seed: 9)
                    )
                    sum = sum + (result.realPart() * weights(first)).sum()
                    if Scalar._isComplex { sum = sum + (result.imaginaryPart() * weights(second)).sum() }
                }
                return sum
            } catch {
                failure = error
                return Tensor(0)
            }
        }
        if let failure { throw failure }
        return [joined(derivatives[0], derivatives[1]), joined(derivatives[2], derivatives[3])]
    }

    /// Returns `count` operands of the kind `operand`: vectors with `size` elements, or matrices whose smaller
    /// dimension is `size`. The eigenvalues and singular values of the matrices are distinct and of order 1.
    func operand(_ count: Int, _ size: Int) -> Tensor<Scalar> {
        let values: [Double] = (0 ..< size).map { 1 + Double($0) * 0.37 }
        func stack(_ single: (Int) -> Tensor<Scalar>) -> Tensor<Scalar> {
            let parts: [Tensor<Scalar>] = (0 ..< count).map(single)
            var whole = Tensor<Scalar>(zeros: Shape([count] + parts[0].shape.dimensions))
            for (index, part) in parts.enumerated() { whole[index] = part }
            return whole
        }
        switch operand {
        case .square: return stack { wellConditioned(size, seed: 20 + $0) }
        case .definite: return stack { withSpectrum(values, seed: 20 + $0) }
        case .tall: return stack { numbers([size + 2, size], seed: 20 + $0) }
        case .wide: return stack { numbers([size, size + 2], seed: 20 + $0) }
        case .vector: return stack { numbers([size], seed: 20 + $0) }
        }
    }

    /// Returns two right-hand sides for each matrix of `operand(count, size)`.
    func side(_ count: Int, _ size: Int) -> Tensor<Scalar> {
        numbers([count, operand == .tall ? size + 2 : size, 2], seed: 3)
    }
}

/// Returns real numbers as numbers of type `Scalar`, as a differentiable operation.
func asNumbers<Scalar: LinearAlgebraScalar>(_ real: Tensor<Scalar.Magnitude>) -> Tensor<Scalar> {
    joined(real, Tensor(zeros: real.shape))
}

extension StackedOperation {
    private typealias Number = Tensor<Scalar>

    static var all: [StackedOperation] { squares + definites + rectangles + solvers }

    private static var squares: [StackedOperation] {
        [
            .init(name: "inverse", operand: .square) { a, _ in [try inverse(a)] },
            .init(name: "determinant", operand: .square) { a, _ in [try determinant(a)] },
            .init(name: "logDeterminant", operand: .square) { a, _ in [asNumbers(try logDeterminant(a).logMagnitude)] },
            .init(name: "matrixExponential", operand: .square) { a, _ in [try matrixExponential(a)] },
            .init(name: "matrixPower 3", operand: .square) { a, _ in [try matrixPower(a, 3)] },
            .init(name: "matrixPower -2", operand: .square) { a, _ in [try matrixPower(a, -2)] },
            .init(name: "lu", operand: .square, hasGradient: false) { a, _ in
                let parts: LUDecomposition<Scalar> = try lu(a)
                return [parts.lower, parts.upper]
            },
            .init(name: "eigenvalues", operand: .square, hasGradient: false) { a, _ in
                [asNumbers(try eigenvalues(a).realPart().sum(axis: -1))]
            },
            .init(name: "schur", operand: .square, hasGradient: false) { a, _ in
                let parts: SchurDecomposition<Scalar> = try schur(a)
                return [matmul(matmul(parts.z, parts.t), parts.z.adjoint())]
            },
            .init(name: "hessenberg", operand: .square, hasGradient: false) { a, _ in
                let parts: HessenbergDecomposition<Scalar> = try hessenberg(a)
                return [parts.h, parts.q]
            },
            .init(name: "matrixSquareRoot", operand: .definite, hasGradient: false) { a, _ in [try matrixSquareRoot(a)]
            },
            .init(name: "triangles", operand: .square) { a, _ in
                [upperTriangle(a), lowerTriangle(a, diagonal: -1), a.diagonal()]
            },
            .init(name: "diagonalMatrix", operand: .vector) { a, _ in [diagonalMatrix(a)] },
            .init(name: "vectorNorm", operand: .vector) { a, _ in [asNumbers(vectorNorm(a))] },
        ]
    }

    /// The functions that read only the lower triangle of a symmetric matrix.
    static var definites: [StackedOperation] {
        [
            .init(name: "cholesky", operand: .definite) { a, _ in [try cholesky(a)] },
            .init(name: "symmetricEigen", operand: .definite) { a, _ in
                let parts: SymmetricEigenDecomposition<Scalar> = try symmetricEigen(a)
                let shares: Number = parts.eigenvectors * parts.eigenvectors.conjugated()
                return [asNumbers(parts.eigenvalues), shares]
            },
            .init(name: "symmetricEigenvalues", operand: .definite) { a, _ in [asNumbers(try symmetricEigenvalues(a))]
            },
            .init(name: "symmetricSquareRoot", operand: .definite) { a, _ in [try symmetricSquareRoot(a)] },
            .init(name: "symmetricInverseSquareRoot", operand: .definite) { a, _ in [try symmetricInverseSquareRoot(a)]
            },
            .init(name: "symmetricLogarithm", operand: .definite) { a, _ in [try symmetricLogarithm(a)] },
            .init(name: "symmetricExponential", operand: .definite) { a, _ in [try symmetricExponential(a)] },
            .init(name: "symmetricPower", operand: .definite) { a, _ in
                [try symmetricPower(a, 0.7), try symmetricPower(a, 3)]
            },
            .init(name: "symmetricFunction", operand: .definite) { a, _ in
                [
                    try symmetricFunction(of: a) {
                        $0.tanh()
                    } derivative: {
                        1 - $0.tanh().squared()
                    }
                ]
            },
            .init(name: "ldl", operand: .definite, hasGradient: false) { a, _ in
                let parts: LDLDecomposition<Scalar> = try ldl(a)
                return [parts.lower, parts.d]
            },
            .init(name: "generalizedSymmetricEigen", operand: .definite, hasGradient: false) { a, _ in
                let parts: SymmetricEigenDecomposition<Scalar> = try generalizedSymmetricEigen(a, a)
                return [asNumbers(parts.eigenvalues)]
            },
            .init(name: "formCholeskyFactor", operand: .definite, hasGradient: false) { a, _ in
                var factor: Number = a
                try factor.formCholeskyFactor()
                return [factor]
            },
            .init(name: "solvePositiveDefinite", operand: .definite, hasSide: true) { a, b in
                [try solvePositiveDefinite(a, b)]
            },
            .init(name: "solveSymmetric", operand: .definite, hasSide: true) { a, b in [try solveSymmetric(a, b)] },
        ]
    }

    private static var rectangles: [StackedOperation] {
        [Operand.tall, .wide, .square].flatMap { operand -> [StackedOperation] in
            [
                .init(name: "pseudoInverse", operand: operand) { a, _ in [try pseudoInverse(a)] },
                .init(name: "singularValues", operand: operand) { a, _ in [asNumbers(try singularValues(a))] },
                .init(name: "svd", operand: operand) { a, _ in
                    let parts: SingularValueDecomposition<Scalar> = try svd(a)
                    let squares: Number = asNumbers(parts.singularValues.squared())
                    return [matmul(parts.u * squares.expandingShape(at: -2), parts.vt), parts.u * parts.u.conjugated()]
                },
                .init(name: "qr", operand: operand) { a, _ in
                    let parts: QRDecomposition<Scalar> = try qr(a)
                    return [parts.q, parts.r]
                },
                .init(name: "pivotedQR", operand: operand, hasGradient: false) { a, _ in
                    let parts: PivotedQRDecomposition<Scalar> = try pivotedQR(a)
                    return [parts.q, parts.r]
                },
                .init(name: "matrixRank", operand: operand, hasGradient: false) { a, _ in
                    [asNumbers(Tensor<Scalar.Magnitude>(try matrixRank(a)))]
                },
                .init(name: "conditionNumber", operand: operand) { a, _ in [asNumbers(try conditionNumber(a))] },
                .init(name: "matrixNorm", operand: operand) { a, _ in
                    try [.frobenius, .spectral, .nuclear].map { asNumbers(try matrixNorm(a, $0)) }
                },
                .init(name: "matrixNorm one", operand: operand, hasGradient: !Scalar._isComplex) { a, _ in
                    try [.one, .infinity].map { asNumbers(try matrixNorm(a, $0)) }
                },
                .init(name: "singularValueFunction", operand: operand) { a, _ in
                    [
                        try singularValueFunction(of: a) {
                            $0.tanh()
                        } derivative: {
                            1 - $0.tanh().squared()
                        }
                    ]
                },
                .init(name: "singularValueThresholding", operand: operand) { a, _ in
                    [try singularValueThresholding(a, by: 0.6)]
                },
                .init(name: "kronecker", operand: operand) { a, _ in [kronecker(a, a[.ellipsis, 0 ..< 1])] },
                .init(name: "einsum", operand: operand) { a, _ in
                    [einsum("bij,bkj->bik", a, a), einsum("bij->bj", a), einsum("bij,bij->b", a, a)]
                },
            ]
        }
    }

    private static var solvers: [StackedOperation] {
        [
            .init(name: "solve", operand: .square, hasSide: true) { a, b in [try solve(a, b)] },
            .init(name: "solveTriangular", operand: .square, hasSide: true) { a, b in
                [try solveTriangular(a, b, .lower), try solveTriangular(a, b, .upper, hasUnitDiagonal: true)]
            },
            .init(name: "solve(overwriting:)", operand: .square, hasSide: true, hasGradient: false) { a, b in
                var (matrix, x): (Number, Number) = (a, b)
                try x.solve(overwriting: &matrix)
                return [x]
            },
            .init(name: "invert", operand: .square, hasGradient: false) { a, _ in
                var matrix: Number = a
                try matrix.invert()
                return [matrix]
            },
        ]
            + [Operand.tall, .wide, .square].flatMap { operand -> [StackedOperation] in
                [
                    .init(name: "leastSquares", operand: operand, hasSide: true) { a, b in [try leastSquares(a, b)] },
                    .init(name: "minimumNormLeastSquares", operand: operand, hasSide: true, hasGradient: false) {
                        a, b in
                        let result: MinimumNormSolution<Scalar> = try minimumNormLeastSquares(a, b)
                        return [result.solution, asNumbers(result.singularValues)]
                    },
                ]
            }
    }
}

/// Returns a description of the first difference in the matrices whose indices are `entries`, or `nil` if there is
/// none. An element differs if the error is more than `tolerance` times the greatest finite expected element of its
/// matrix. NaN and infinities must be at the same positions.
func firstDifference<Scalar: LinearAlgebraScalar>(
    _ found: [Tensor<Scalar>], _ expected: [Tensor<Scalar>], entries: [Int], tolerance: Double
) -> String? {
    for (part, (a, b)) in zip(found, expected).enumerated() {
        guard a.shape == b.shape else { return "result \(part): shape \(a.shape) instead of \(b.shape)" }
        for entry in entries where a[entry] != b[entry] {
            let scale: Double = b[entry].scalars.map { Double($0._absolute) }.filter(\.isFinite).max() ?? 0
            let parts = [
                (a[entry].realPart(), b[entry].realPart()), (a[entry].imaginaryPart(), b[entry].imaginaryPart()),
            ]
            for (x, y) in parts {
                for (u, v) in zip(x.scalars, y.scalars) where !(u == v || u.isNaN && v.isNaN) {
                    if abs(Double(u) - Double(v)) <= tolerance * scale { continue }
                    return "result \(part), matrix \(entry): \(u) instead of \(v)"
                }
            }
        }
    }
    return nil
}
