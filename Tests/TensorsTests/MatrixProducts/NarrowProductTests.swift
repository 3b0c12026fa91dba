import CKernels
import Tensors
import TestSupport
import Testing

/// Products of which one operand has fewer than 8 rows or columns.
@Suite(.serialized) struct NarrowProductTests {
    /// Rows, inner length and columns: lengths below, at and above a vector, a group of columns and a block of sums.
    private static let shapes: [(rows: Int, inner: Int, columns: Int)] = [
        (1, 1, 1), (1, 1, 9), (1, 3, 5), (2, 7, 4), (1, 16, 33), (3, 17, 64), (7, 31, 8), (5, 40, 1030), (1, 300, 2100),
        (4, 1000, 50), (9, 5, 1), (40, 33, 2), (1030, 40, 7), (2100, 65, 3), (7, 9, 7), (6, 2500, 3),
    ]

    /// The operand in the four layouts of `matrixLayouts`, and with gaps between all elements.
    private func layouts<Scalar: RealScalar>(_ tensor: Tensor<Scalar>) -> [Tensor<Scalar>] {
        let spread: Tensor<Scalar> = tensor.repeated(2, axis: 0).repeated(2, axis: 1)
        return matrixLayouts(tensor) + [spread[.stride(by: 2), .stride(by: 2)]]
    }

    private func check<Scalar: RealScalar>(_ type: Scalar.Type, tolerance: Double) {
        let threads: Int = Parallelism.threadCount
        defer { Parallelism.threadCount = threads }
        for (rows, inner, columns) in Self.shapes {
            let (left, right): (Tensor<Double>, Tensor<Double>) = (
                sample([rows, inner]), sample([inner, columns], seed: 1)
            )
            let expected: Tensor<Double> = productByDefinition(left, right)
            for a in layouts(Tensor<Scalar>(left)) {
                for b in layouts(Tensor<Scalar>(right)) {
                    Parallelism.threadCount = 1
                    let product: Tensor<Scalar> = matmul(a, b)
                    #expect(
                        difference(Tensor<Double>(product), expected, tolerance: tolerance) == nil,
                        "\(rows)×\(inner)×\(columns), strides \(a.strides) and \(b.strides)")
                    for count in [3, 16] {
                        Parallelism.threadCount = count
                        #expect(
                            haveSameBits(matmul(a, b), product), "\(rows)×\(inner)×\(columns), \(count) threads")
                    }
                }
            }
        }
    }

    @Test func everyLayoutGivesTheProductWithTheSameBitsAtAnyThreadCount() {
        check(Float.self, tolerance: 2e-4)
        check(Double.self, tolerance: 1e-12)
    }

    /// A bias is added to the product: `linear` lets the kernel add to the result.
    @Test func theProductIsAddedToABias() {
        for (rows, inner, columns) in Self.shapes {
            let (x, weight): (Tensor<Double>, Tensor<Double>) = (
                sample([rows, inner]), sample([columns, inner], seed: 1)
            )
            let bias: Tensor<Double> = sample([columns], seed: 2)
            let expected: Tensor<Double> = matmul(x, weight.transposed()) + bias
            #expect(difference(linear(x, weight, bias: bias), expected, tolerance: 1e-12) == nil)
        }
    }

    /// The product of some columns has the bits of these columns in the whole product.
    @Test func aColumnDoesNotDependOnItsNeighbours() {
        if synann_current_instruction_set() == SYNANN_PORTABLE { return }
        let (vectors, matrix): (Tensor<Double>, Tensor<Double>) = (sample([3, 77]), sample([77, 2200], seed: 1))
        let x = Tensor<Float>(vectors)
        for m in layouts(Tensor<Float>(matrix)) where m.strides.contains(1) {
            let whole: Tensor<Float> = matmul(x, m)
            for range in [0 ..< 4, 5 ..< 1040, 1023 ..< 2200] {
                #expect(matmul(x, m[.all, range]).scalars == whole[.all, range].scalars, "\(m.strides), \(range)")
            }
        }
    }

    @Test func anEmptyInnerAxisGivesZeros() {
        let product: Tensor<Float> = matmul(Tensor(zeros: [2, 0]), Tensor(zeros: [0, 30]))
        #expect(product == Tensor(zeros: [2, 30]))
    }
}
