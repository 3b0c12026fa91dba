import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct MatrixPowerTests {
    @Test func powers() throws {
        let a: Tensor<Double> = wellConditioned(4)
        #expect(try matrixPower(a, 0) == Tensor(identity: 4))
        #expect(try matrixPower(a, 1) == a)
        let fifth: Tensor<Double> = matmul(matmul(matmul(matmul(a, a), a), a), a)
        for layout in everyLayout(a) {
            #expect(backwardError(try matrixPower(layout, 5), fifth, 4, Double.self) < 10)
            let inverse: Tensor<Double> = try matrixPower(layout, -2)
            #expect(backwardError(matmul(matmul(inverse, a), a), Tensor(identity: 4), 4, Double.self) < 10)
        }
        #expect(try matrixPower(Tensor<Float>(zeros: [2, 0, 0]), 3).shape == [2, 0, 0])
        let square: Tensor<Complex<Double>> = try matrixPower(Tensor([[Complex(0, 1)]]), 2)
        #expect(square[0, 0].scalar == Complex(-1, 0))
        #expect(throws: LinearAlgebraError.self) { try matrixPower(Tensor<Double>([[1, 1], [1, 1]]), -1) }
        #expect(problems(of: { try! matrixPower($0[0], 3) }, at: [sample([2, 3, 3])]) == [])
    }
}
