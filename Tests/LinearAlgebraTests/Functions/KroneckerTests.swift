import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct KroneckerTests {
    @Test func kroneckerProducts() {
        let a = Tensor<Double>([[1, 2], [3, 4]])
        let expected = Tensor<Double>([[0, 5, 0, 10], [6, 7, 12, 14], [0, 15, 0, 20], [18, 21, 24, 28]])
        #expect(kronecker(a, Tensor([[0, 5], [6, 7]])) == expected)
        #expect(kronecker(a, Tensor(ones: [3, 1, 5])).shape == [3, 2, 10])
        #expect(kronecker(a, Tensor<Double>(zeros: [0, 2])).shape == [0, 4])
        #expect(problems(of: { kronecker($0[0], $0[1]) }, at: [sample([2, 2, 3]), sample([2, 3, 1])]) == [])
        // The identity (A⊗B)(C⊗D) = AC⊗BD holds.
        let (b, c, d): (Tensor<Complex<Double>>, Tensor<Complex<Double>>, Tensor<Complex<Double>>) = (
            numbers([3, 2]), numbers([2, 4], seed: 1), numbers([2, 3], seed: 2)
        )
        let left: Tensor<Complex<Double>> = matmul(kronecker(complexed(a), b), kronecker(c, d))
        #expect(backwardError(left, kronecker(matmul(complexed(a), c), matmul(b, d)), 4, Complex<Double>.self) < 10)
    }
}
