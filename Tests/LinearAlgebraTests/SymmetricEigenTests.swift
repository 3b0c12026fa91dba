import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct SymmetricEigenTests {
    @Test(arguments: [0, 1, 2, 7, 200]) func vectorsDiagonalise(size: Int) throws {
        try check(Double.self, size)
        try check(Float.self, size)
        try check(Complex<Double>.self, size)
        try check(Complex<Float>.self, size)
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ size: Int) throws {
        let part: Tensor<Scalar> = numbers([2, size, size])
        let a: Tensor<Scalar> = part + part.adjoint()
        for matrix in everyLayout(a) {
            let parts: SymmetricEigenDecomposition<Scalar> = try symmetricEigen(matrix)
            let scaled: Tensor<Scalar> = parts.eigenvectors * field(parts.eigenvalues).expandingShape(at: -2)
            #expect(backwardError(matmul(scaled, parts.eigenvectors.adjoint()), a, size, type) < 10)
            #expect(orthogonalityError(parts.eigenvectors) < 10)
            let alone: Tensor<Scalar.Magnitude> = try symmetricEigenvalues(matrix)
            #expect(backwardError(field(alone) as Tensor<Scalar>, field(parts.eigenvalues), max(1, size), type) < 10)
            for index in 0 ..< 2 {
                let values: [Scalar.Magnitude] = parts.eigenvalues[index].scalars
                #expect(values == values.sorted())
            }
        }
    }

    @Test func partOfTheSpectrum() throws {
        let part: Tensor<Complex<Double>> = numbers([9, 9])
        let a: Tensor<Complex<Double>> = part + part.adjoint()
        let all: SymmetricEigenDecomposition<Complex<Double>> = try symmetricEigen(a)
        let some = try symmetricEigen(a, in: .positions(2 ..< 5))
        #expect(difference(some.eigenvalues, all.eigenvalues[2 ..< 5], tolerance: 1e-12) == nil)
        let scaled: Tensor<Complex<Double>> = some.eigenvectors * field(some.eigenvalues)
        #expect(backwardError(matmul(a, some.eigenvectors), scaled, 9, Complex<Double>.self) < 30)
        let (low, high): (Double, Double) = (all.eigenvalues.scalars[3] - 1e-9, all.eigenvalues.scalars[6] + 1e-9)
        let within = try symmetricEigen(a, in: .values(greaterThan: low, through: high))
        #expect(difference(within.eigenvalues, all.eigenvalues[3 ..< 7], tolerance: 1e-12) == nil)
        #expect(try symmetricEigen(a, in: .positions(4 ..< 4)).eigenvalues.count == 0)
        let slope: Tensor<Double> = gradient(at: Tensor<Double>([[2, 0], [0, 5]])) {
            try! symmetricEigen($0, in: .positions(1 ..< 2)).eigenvalues.sum()
        }
        #expect(slope == Tensor([[0, 0], [0, 1]]))
    }

    @Test func derivativesAgreeWithDifferences() {
        func symmetric(_ x: Tensor<Double>) -> Tensor<Double> { x + x.transposed() }
        let operation: ([Tensor<Double>]) -> Tensor<Double> = { inputs in
            let parts: SymmetricEigenDecomposition<Double> = try! symmetricEigen(symmetric(inputs[0]))
            // Squares, so that the sign of a vector does not matter.
            return matmul(parts.eigenvectors.squared(), parts.eigenvalues.sin().expandingShape(at: -1))
        }
        #expect(problems(of: operation, at: [numbers([2, 4, 4])], tolerance: 1e-6) == [])
        #expect(problems(of: { try! symmetricEigenvalues(symmetric($0[0])) }, at: [numbers([2, 4, 4])]) == [])
    }

    @Test func complexDerivativeAgreesWithDifferences() {
        let inputs: [Tensor<Double>] = [numbers([3, 3]), numbers([3, 3], seed: 1)]
        let check: GradientCheck = checkGradient(at: inputs) { parts in
            let whole: Tensor<Complex<Double>> = Tensor(parts[0], parts[1])
            let result = try! symmetricEigen(whole + whole.adjoint())
            let absolute: Tensor<Double> =
                result.eigenvectors.realPart().squared() + result.eigenvectors.imaginaryPart().squared()
            return (absolute * result.eigenvalues).sum() + result.eigenvalues[0] * result.eigenvalues[1]
                + (absolute * absolute)[0].sum()
        }
        #expect(check.error < 1e-6, "\(check)")
    }

    /// x·xᵀ's repeated eigenvalue: a function of its whole subspace has a derivative, one of a single vector has none.
    @Test func equalEigenvalues() {
        let a = Tensor<Double>([[1, 0, 0], [0, 1, 0], [0, 0, 3]])
        let weights = Tensor<Double>([[1, 2, 3], [4, 5, 6], [7, 8, 10]])
        func projector(_ a: Tensor<Double>) -> Tensor<Double> {
            let vectors: Tensor<Double> = try! symmetricEigen((a + a.transposed()) / 2).eigenvectors[.all, 0 ..< 2]
            return (matmul(vectors, vectors.transposed()) * weights).sum()
        }
        let check: GradientCheck = checkGradient(at: a, of: projector)
        #expect(check.error < 1e-7, "\(check)")
        let single: Tensor<Double> = gradient(at: a) {
            (try! symmetricEigen($0).eigenvectors[.all, 0] * Tensor([1, 2, 3])).sum()
        }
        #expect(single.scalars.contains { $0.isNaN })
        let values: Tensor<Double> = gradient(at: a) { try! symmetricEigenvalues($0).squared().sum() }
        #expect(difference(values, 2 * a, tolerance: 1e-12) == nil)
    }

    @Test func errors() {
        let expected = LinearAlgebraError.notFinite(operation: "symmetricEigen", row: 0, column: 1, matrix: 1)
        let bad = Tensor<Double>([[[1, 0], [0, 1]], [[1, .nan], [0, 1]]])
        #expect(throws: expected) { try symmetricEigen(bad) }
    }
}
