import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

/// The Hessenberg form A = Q·H·Qᴴ is correct: Q is unitary, and all elements of H below the subdiagonal are 0.
@Suite struct HessenbergTests {
    @Test(arguments: [0, 1, 2, 3, 7, 80]) func productIsTheMatrix(size: Int) throws {
        try check(Double.self, size)
        try check(Float.self, size)
        try check(Complex<Double>.self, size)
        try check(Complex<Float>.self, size)
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ size: Int) throws {
        let a: Tensor<Scalar> = numbers([2, size, size])
        for matrix in everyLayout(a) {
            let form: HessenbergDecomposition<Scalar> = try hessenberg(matrix)
            #expect(backwardError(matmul(matmul(form.q, form.h), form.q.adjoint()), a, size, type) < 10)
            #expect(orthogonalityError(form.q) < 10)
            #expect(form.h == upperTriangle(form.h, diagonal: -1))
        }
    }

    @Test func trackedInputsTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = gradient(at: Tensor<Double>(ones: [2, 2])) { try! hessenberg($0).h.sum() }
        }
    }
}
