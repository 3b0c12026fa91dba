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
        #expect(problems(of: { kronecker($0[0], $0[1]) }, at: [sample([2, 3]), sample([3, 2])]) == [])
        // The identity (A⊗B)(C⊗D) = AC⊗BD holds.
        let (b, c, d): (Tensor<Complex<Double>>, Tensor<Complex<Double>>, Tensor<Complex<Double>>) = (
            numbers([3, 2]), numbers([2, 4], seed: 1), numbers([2, 3], seed: 2)
        )
        let left: Tensor<Complex<Double>> = matmul(kronecker(complexed(a), b), kronecker(c, d))
        #expect(backwardError(left, kronecker(matmul(complexed(a), c), matmul(b, d)), 4, Complex<Double>.self) < 10)
    }

    /// The kernel and the elementwise product in four axes give the same bits, for every memory layout and width.
    @Test(arguments: [1, 2, 3, 7, 8, 9, 16, 31, 33]) func elementsAreProducts(width: Int) {
        check(Float.self, width)
        check(Double.self, width)
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ width: Int) {
        let (a, b): (Tensor<Scalar>, Tensor<Scalar>) = (numbers([3, 5]), numbers([2, width], seed: 1))
        let product: Tensor<Scalar> =
            a.reshaped(to: [3, 1, 5, 1] as Shape) * b.reshaped(to: [1, 2, 1, width] as Shape)
        let expected: Tensor<Scalar> = product.reshaped(to: [6, 5 * width] as Shape)
        for arrangement in MemoryArrangement.allCases {
            #expect(kronecker(a.arranged(arrangement), b) == expected, "\(type) \(arrangement)")
            #expect(kronecker(a, b.arranged(arrangement)) == expected, "\(type) \(arrangement)")
        }
    }

    /// A product of many rows, which the threads share.
    @Test func largeProducts() {
        let (a, b): (Tensor<Double>, Tensor<Double>) = (numbers([41, 30]), numbers([29, 31], seed: 1))
        let product: Tensor<Double> = kronecker(a, b)
        for (i, k, j, l) in [(0, 0, 0, 0), (40, 28, 29, 30), (17, 5, 3, 11)] {
            #expect(product[i * 29 + k, j * 31 + l].scalar == a[i, j].scalar * b[k, l].scalar)
        }
        #expect(abs((product.sum() - a.sum() * b.sum()).scalar) < 1e-9)
    }
}
