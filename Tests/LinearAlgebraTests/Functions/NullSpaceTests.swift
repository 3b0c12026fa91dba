import ComplexModule
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct NullSpaceTests {
    @Test func nullSpaces() throws {
        let a: Tensor<Double> = Notorious.rankDeficient.matrix()
        let basis: Tensor<Double> = try nullSpace(a)
        #expect(basis.shape == [10, 7] && orthogonalityError(basis) < 10)
        #expect(greatest(matmul(a, basis)) < 1e-13)
        #expect(try nullSpace(Tensor<Double>(identity: 3)).shape == [3, 0])
        #expect(try nullSpace(Tensor<Double>(zeros: [0, 2])).shape == [2, 2])
        let wide: Tensor<Complex<Double>> = numbers([2, 5])
        let complex: Tensor<Complex<Double>> = try nullSpace(wide)
        #expect(complex.shape == [5, 3] && greatest(matmul(wide, complex)) < 1e-14)
    }
}
