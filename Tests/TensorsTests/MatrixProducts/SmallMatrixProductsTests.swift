import Tensors
import TestSupport
import Testing

/// Products of stacks of small matrices agree with the products of single matrices. The kernel multiplies a matrix in
/// each lane of a vector.
@Suite struct SmallMatrixProductsTests {
    @Test(arguments: [[1, 1, 1], [4, 4, 4], [2, 3, 5], [16, 16, 16], [7, 1, 9], [5, 13, 1], [3, 8, 6]])
    func agreesWithSingleProducts(sizes: [Int]) {
        check(Double.self, sizes, tolerance: 1e-14)
        check(Float.self, sizes, tolerance: 1e-5)
    }

    private func check<Scalar: RealScalar>(_ type: Scalar.Type, _ sizes: [Int], tolerance: Double) {
        let (rows, inner, columns): (Int, Int, Int) = (sizes[0], sizes[1], sizes[2])
        for count in [16, 37] {
            let a: Tensor<Scalar> = sample([count, rows, inner])
            let b: Tensor<Scalar> = sample([count, inner, columns], seed: 1)
            let (aColumnMajor, bColumnMajor): (Tensor<Scalar>, Tensor<Scalar>) = (columnMajor(a), columnMajor(b))
            let singles: [Tensor<Scalar>] = (0 ..< count).map { matmul(a[$0], b[$0]) }
            let expected = Tensor<Scalar>(stacking: singles)
            for (left, right) in [(a, b), (aColumnMajor, b), (a, bColumnMajor), (aColumnMajor, bColumnMajor)] {
                #expect(difference(matmul(left, right), expected, tolerance: tolerance) == nil, "\(sizes), \(count)")
            }
        }
    }

    /// Returns the stack with all matrices in column-major order.
    private func columnMajor<Scalar: RealScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar> {
        Tensor<Scalar>(a.transposed().scalars, shape: a.transposed().shape).transposed()
    }

    @Test func everyLayoutAndItsDerivative() {
        #expect(problems(of: { matmul($0[0], $0[1]) }, at: [sample([17, 2, 3]), sample([17, 3, 2], seed: 1)]) == [])
    }

    @Test func notNumbersStayInTheirMatrix() {
        var a: Tensor<Double> = sample([20, 3, 3])
        a[4, 1, 1] = Tensor(.nan)
        let product: Tensor<Double> = matmul(a, sample([20, 3, 3], seed: 1))
        let rows: [Int] = product.scalars.indices.filter { product.scalars[$0].isNaN }.map { $0 / 3 }
        #expect(Set(rows) == [4 * 3 + 1])
    }
}
