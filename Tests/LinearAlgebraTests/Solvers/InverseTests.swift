import ComplexModule
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct InverseTests {
    @Test(arguments: [0, 1, 2, 9, 200])
    func productIsTheIdentity(size: Int) throws {
        try check(Double.self, size)
        try check(Float.self, size)
        try check(Complex<Double>.self, size)
        try check(Complex<Float>.self, size)
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ size: Int) throws {
        let a: Tensor<Scalar> = wellConditioned(size)
        for matrix in everyLayout(a) {
            let product: Tensor<Scalar> = matmul(try inverse(matrix), a)
            #expect(backwardError(product, Tensor(identity: size), size, type) < 10, "\(type), size \(size)")
        }
    }

    @Test func singularMatricesAreNamed() {
        let stack = Tensor<Float>([[[2, 0], [0, 1]], [[0, 0], [0, 1]], [[0, 0], [0, 0]]])
        let expected = LinearAlgebraError.singular(operation: "inverse", position: 0, matrix: 1)
        #expect(throws: expected) { try inverse(stack) }
    }
}
