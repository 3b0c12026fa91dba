import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

/// The Schur form A = Z·T·Zᴴ is correct: Z is unitary, and T is upper triangular, apart from blocks of size 2 on the
/// diagonal for the complex eigenvalues of a real matrix.
@Suite struct SchurTests {
    @Test(arguments: [0, 1, 2, 3, 7, 80]) func productIsTheMatrix(size: Int) throws {
        try check(Double.self, size)
        try check(Float.self, size)
        try check(Complex<Double>.self, size)
        try check(Complex<Float>.self, size)
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ size: Int) throws {
        let a: Tensor<Scalar> = numbers([2, size, size])
        for matrix in everyLayout(a) {
            let parts: SchurDecomposition<Scalar> = try schur(matrix)
            #expect(backwardError(matmul(matmul(parts.z, parts.t), parts.z.adjoint()), a, size, type) < 10)
            #expect(orthogonalityError(parts.z) < 10)
            #expect(parts.t == upperTriangle(parts.t, diagonal: Scalar._isComplex ? 0 : -1))
        }
    }

    @Test func eigenvaluesAreTheDiagonal() throws {
        let a: Tensor<Complex<Double>> = numbers([6, 6])
        let parts: SchurDecomposition<Complex<Double>> = try schur(a)
        #expect(parts.eigenvalues.scalars == parts.t.diagonal().scalars)
        let real: SchurDecomposition<Double> = try schur(Tensor([[0, -1, 4], [1, 0, 7], [0, 0, 3]]))
        #expect(difference(real.eigenvalues.imaginaryPart(), Tensor([1, -1, 0]), tolerance: 1e-14) == nil)
        #expect(difference(real.eigenvalues.realPart(), Tensor([0, 0, 3]), tolerance: 1e-14) == nil)
    }

    @Test(arguments: [Notorious.hilbert, .kahan, .graded, .defective, .rankDeficient])
    func notoriousMatrices(_ kind: Notorious) throws {
        let a: Tensor<Double> = kind.matrix()
        let parts: SchurDecomposition<Double> = try schur(a)
        #expect(backwardError(matmul(matmul(parts.z, parts.t), parts.z.transposed()), a, 10, Double.self) < 10)
    }

    @Test func trackedInputsTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = gradient(at: Tensor<Double>(ones: [2, 2])) { try! schur($0).t.sum() }
        }
    }
}
