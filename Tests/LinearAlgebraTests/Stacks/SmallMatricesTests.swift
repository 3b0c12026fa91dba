import ComplexModule
import LinearAlgebra
import Tensors
import TestSupport
import Testing

/// For stacks of small matrices, the kernels compute a matrix in each lane of a vector. The results satisfy the same
/// identities, with the same error bounds, as for single matrices.
@Suite struct SmallMatricesTests {
    static let sizes: [Int] = Array(1 ... 16)

    @Test(arguments: sizes) func squareMatrices(size: Int) throws {
        try checkSquare(Double.self, size)
        try checkSquare(Float.self, size)
    }

    private func checkSquare<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ size: Int) throws {
        let shape: Shape = [37, size, size]
        let identity: Tensor<Scalar> = Tensor<Scalar>(identity: size).broadcast(to: shape)
        let shift: Tensor<Scalar> = Tensor<Scalar>(identity: size) * Tensor(scalar(3 * Double(size).squareRoot()))
        let a: Tensor<Scalar> = numbers(shape) + shift
        for layout in everyLayout(a) {
            for columns in [1, 3, 16] {
                let b: Tensor<Scalar> = numbers([37, size, columns], seed: 2)
                #expect(backwardError(matmul(a, try solve(layout, b)), b, 2 * size, type) < 10)
            }
            #expect(backwardError(matmul(try inverse(layout), a), identity, 2 * size, type) < 10)
            let products: [Scalar] = try determinant(layout).scalars
            for index in [0, 7, 36] {
                let single: Scalar = try determinant(a[index]).scalar
                #expect(
                    Double((products[index] / single - 1)._absolute) < 20 * Double(size)
                        * Double(Scalar.Magnitude.ulpOfOne))
            }
        }
        let definite: Tensor<Scalar> = matmul(a, a.adjoint())
        for layout in everyLayout(definite) {
            let l: Tensor<Scalar> = try cholesky(layout)
            #expect(l == lowerTriangle(l) && backwardError(matmul(l, l.adjoint()), definite, size, type) < 10)
            let x: Tensor<Scalar> = try solvePositiveDefinite(layout, identity)
            #expect(backwardError(matmul(definite, x), identity, 30 * size, type) < 10)
        }
        let part: Tensor<Scalar> = numbers(shape, seed: 5)
        let symmetric: Tensor<Scalar> = part + part.adjoint()
        for layout in everyLayout(lowerTriangle(symmetric) + upperTriangle(numbers(shape), diagonal: 1)) {
            let eigen: SymmetricEigenDecomposition<Scalar> = try symmetricEigen(layout)
            let scaled: Tensor<Scalar> = eigen.eigenvectors * field(eigen.eigenvalues).expandingShape(at: -2)
            #expect(backwardError(matmul(scaled, eigen.eigenvectors.adjoint()), symmetric, size, type) < 10)
            #expect(orthogonalityError(eigen.eigenvectors) < 10)
            let alone: Tensor<Scalar.Magnitude> = try symmetricEigenvalues(layout)
            #expect(alone == eigen.eigenvalues)
            for index in 0 ..< 37 {
                let values: [Scalar.Magnitude] = eigen.eigenvalues[index].scalars
                #expect(values == values.sorted())
            }
        }
    }

    /// These matrices need row exchanges: the first pivot is 0. From size 3, the last element of the first column is
    /// 10⁻¹².
    @Test(arguments: sizes.dropFirst()) func pivotingIsNeeded(size: Int) throws {
        var a: Tensor<Double> = numbers([37, size, size], seed: 11)
        a[.all, 0, 0] = Tensor(0)
        a[.all, size - 1, 0] = Tensor(1e-12)
        if size > 2 { a[.all, 1, 0] = Tensor(3) } else { a[.all, 1, 0] = Tensor(1) }
        let b: Tensor<Double> = numbers([37, size, 2], seed: 12)
        let x: Tensor<Double> = try solve(a, b)
        let scale: Double = greatest(a) * greatest(x) * Double(size) * Double.ulpOfOne
        #expect(greatest(matmul(a, x) - b) < 10 * scale)
        let determinants: [Double] = try determinant(a).scalars
        for index in 0 ..< 37 {
            let single: Double = try determinant(a[index]).scalar
            #expect(abs(determinants[index] - single) < 1e-11 * max(1, abs(single)), "\(size)")
        }
    }

    @Test(arguments: [[1, 1], [5, 5], [16, 16], [7, 3], [3, 7], [16, 1], [1, 16], [16, 9]])
    func rectangularMatrices(shape: [Int]) throws {
        try checkRectangular(Double.self, shape)
        try checkRectangular(Float.self, shape)
    }

    private func checkRectangular<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ shape: [Int]) throws {
        let (a, size): (Tensor<Scalar>, Int) = (numbers(Shape([21] + shape)), max(shape[0], shape[1]))
        for layout in everyLayout(a) {
            for complete in [false, shape[0] <= shape[1]] {
                let parts: QRDecomposition<Scalar> = try qr(layout, complete: complete)
                #expect(backwardError(matmul(parts.q, parts.r), a, size, type) < 10)
                #expect(orthogonalityError(parts.q) < 10 && parts.r == upperTriangle(parts.r))
            }
            // The signs of R agree with those that LAPACK chooses for a single matrix.
            #expect(backwardError(try qr(layout).r[3], try qr(a[3]).r, 4 * size, type) < 10)
            let parts: SingularValueDecomposition<Scalar> = try svd(layout)
            let scaled: Tensor<Scalar> = parts.u * field(parts.singularValues).expandingShape(at: -2)
            #expect(backwardError(matmul(scaled, parts.vt), a, size, type) < 10)
            #expect(orthogonalityError(parts.u) < 10 && orthogonalityError(parts.vt.adjoint()) < 10)
            let alone: Tensor<Scalar.Magnitude> = try singularValues(layout)
            let expected: Tensor<Scalar.Magnitude> = try singularValues(a[20])
            #expect(backwardError(field(alone[20]) as Tensor<Scalar>, field(expected), size, type) < 10)
            for index in 0 ..< 21 {
                let values: [Scalar.Magnitude] = alone[index].scalars
                #expect(values == values.sorted(by: >))
            }
        }
    }

    @Test(arguments: Notorious.allCases) func notoriousMatrices(_ kind: Notorious) throws {
        let one: Tensor<Double> = kind.matrix()
        let a: Tensor<Double> = one.broadcast(to: Shape([20] + one.shape.dimensions))
        let parts: SingularValueDecomposition<Double> = try svd(a)
        let scaled: Tensor<Double> = parts.u * parts.singularValues.expandingShape(at: -2)
        #expect(backwardError(matmul(scaled, parts.vt), a, 11, Double.self) < 10)
        #expect(orthogonalityError(parts.u) < 10 && orthogonalityError(parts.vt.transposed()) < 10)
        let factors: QRDecomposition<Double> = try qr(a)
        #expect(backwardError(matmul(factors.q, factors.r), a, 11, Double.self) < 10)
        #expect(orthogonalityError(factors.q) < 10)
        let gram: Tensor<Double> = matmul(a.transposed(), a)
        let eigen: SymmetricEigenDecomposition<Double> = try symmetricEigen(gram)
        let product: Tensor<Double> = matmul(
            eigen.eigenvectors * eigen.eigenvalues.expandingShape(at: -2), eigen.eigenvectors.transposed())
        #expect(backwardError(product, gram, 10, Double.self) < 10)
    }

    /// The factorizations are accurate if all elements are 0, or if the squares of the elements overflow or underflow.
    @Test(arguments: [0, 1e-300, 1e300]) func extremeScales(scale: Double) throws {
        let a: Tensor<Double> = numbers([20, 6, 4]) * Tensor(scale)
        let parts: SingularValueDecomposition<Double> = try svd(a)
        #expect(orthogonalityError(parts.u) < 10 && orthogonalityError(parts.vt.transposed()) < 10)
        let scaled: Tensor<Double> = parts.u * parts.singularValues.expandingShape(at: -2)
        #expect(backwardError(matmul(scaled, parts.vt), a, 6, Double.self) < 10)
        let factors: QRDecomposition<Double> = try qr(a)
        #expect(backwardError(matmul(factors.q, factors.r), a, 6, Double.self) < 10)
        #expect(orthogonalityError(factors.q) < 10)
        let symmetric: Tensor<Double> = a[.all, 0 ..< 4] / 2 + a[.all, 0 ..< 4].transposed() / 2
        let eigen: SymmetricEigenDecomposition<Double> = try symmetricEigen(symmetric)
        let product: Tensor<Double> = matmul(
            eigen.eigenvectors * eigen.eigenvalues.expandingShape(at: -2), eigen.eigenvectors.transposed())
        #expect(backwardError(product, symmetric, 4, Double.self) < 10)
    }

    @Test func errorsNameTheFirstMatrix() {
        var a: Tensor<Double> = Tensor<Double>(identity: 3).broadcast(to: [40, 3, 3])
        a[17] = Tensor([[1, 2, 3], [2, 4, 6], [0, 0, 1]])
        a[30] = Tensor(zeros: [3, 3])
        #expect(throws: LinearAlgebraError.singular(operation: "solve", position: 1, matrix: 17)) {
            try solve(a, Tensor(ones: [40, 3, 1]))
        }
        #expect(throws: LinearAlgebraError.singular(operation: "inverse", position: 1, matrix: 17)) { try inverse(a) }
        #expect(throws: LinearAlgebraError.notPositiveDefinite(operation: "cholesky", order: 2, matrix: 17)) {
            try cholesky(a)
        }
        a[5, 1, 2] = Tensor(.nan)
        #expect(throws: LinearAlgebraError.notFinite(operation: "svd", row: 1, column: 2, matrix: 5)) { try svd(a) }
        #expect(throws: LinearAlgebraError.notFinite(operation: "determinant", row: 1, column: 2, matrix: 5)) {
            try determinant(a)
        }
    }

    @Test func bitsDoNotDependOnTheStack() throws {
        let a: Tensor<Double> = numbers([50, 5, 5])
        let (all, some): (Tensor<Double>, Tensor<Double>) = (try inverse(a), try inverse(a[3 ..< 30]))
        #expect(all[3 ..< 30] == some)
        #expect(try svd(a).u[3 ..< 30] == svd(a[3 ..< 30]).u)
    }
}
