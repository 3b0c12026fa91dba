import ComplexModule
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct LDLTests {
    @Test(arguments: [0, 1, 2, 3, 7, 8, 65, 200]) func factorsMultiplyToTheMatrix(size: Int) throws {
        try check(Double.self, size)
        try check(Float.self, size)
        try check(Complex<Double>.self, size)
        try check(Complex<Float>.self, size)
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ size: Int) throws {
        let part: Tensor<Scalar> = numbers([2, size, size])
        let a: Tensor<Scalar> = part + part.adjoint()
        for matrix in everyLayout(a) {
            let parts: LDLDecomposition<Scalar> = try ldl(matrix)
            #expect(parts.lower == lowerTriangle(parts.lower))
            #expect(parts.lower.diagonal().scalars.allSatisfy { $0 == 1 })
            let product: Tensor<Scalar> = matmul(matmul(parts.lower, parts.d), parts.lower.adjoint())
            for index in 0 ..< 2 where size > 0 {
                let order: [Int] = parts.permutation[index].scalars
                let elements: [Scalar] = order.flatMap { row in order.map { a[index, row, $0].scalar } }
                #expect(backwardError(product[index], Tensor(elements, shape: [size, size]), size, type) < 10)
            }
        }
    }

    @Test func onlyTheLowerTriangleIsReadAndBlocksMayBeTwoWide() throws {
        let parts: LDLDecomposition<Double> = try ldl(Tensor([[0, 99], [3, 0]]))
        #expect(parts.d == Tensor([[0, 3], [3, 0]]) && parts.lower == Tensor(identity: 2))
        #expect(parts.permutation.scalars == [0, 1])
        let singular: LDLDecomposition<Double> = try ldl(Tensor([[1, 2], [2, 4]]))
        #expect(abs(singular.d[1, 1].scalar) < 1e-15)
    }
}
