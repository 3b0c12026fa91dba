import ComplexModule
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct LUTests {
    @Test(arguments: [[0, 0], [1, 1], [2, 2], [7, 4], [4, 7], [200, 200], [3, 0]])
    func factorsMultiplyToTheMatrix(shape: [Int]) throws {
        try check(Double.self, shape)
        try check(Float.self, shape)
        try check(Complex<Double>.self, shape)
        try check(Complex<Float>.self, shape)
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ shape: [Int]) throws {
        let a: Tensor<Scalar> = numbers(Shape([2] + shape))
        for matrix in everyLayout(a) {
            let parts: LUDecomposition<Scalar> = try lu(matrix)
            #expect(parts.lower == lowerTriangle(parts.lower) && parts.upper == upperTriangle(parts.upper))
            #expect(greatest(parts.lower) <= 1.5)
            let product: Tensor<Scalar> = matmul(parts.lower, parts.upper)
            for index in 0 ..< 2 {
                let order: [Int] = parts.permutation[index].scalars
                let rows: [Tensor<Scalar>] = order.map { a[index, $0] }
                for (row, expected) in rows.enumerated() where shape[1] > 0 {
                    let error: Double = backwardError(
                        product[index, row].reshaped(to: [1, shape[1]]), expected.reshaped(to: [1, shape[1]]),
                        10 * max(shape[0], shape[1]), type)
                    #expect(error < 10)
                }
            }
        }
    }

    @Test func aSingularMatrixHasOneToo() throws {
        let parts: LUDecomposition<Double> = try lu(Tensor([[1, 2], [2, 4]]))
        #expect(parts.isSingular.scalars == [true])
        #expect(matmul(parts.lower, parts.upper) == Tensor([[2, 4], [1, 2]]))
        #expect(parts.permutation.scalars == [1, 0])
        #expect(try lu(Tensor<Double>([[1, 2], [3, 4]])).isSingular.scalars == [false])
    }
}
