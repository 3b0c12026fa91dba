import CKernels
import Tensors
import TestSupport
import Testing

/// Products of every form that the division into chunks distinguishes: few and many rows, few and many columns, and
/// lengths that are not multiples of a tile.
@Suite(.serialized) struct PackedProductTests {
    static let shapes: [(rows: Int, inner: Int, columns: Int)] = [
        (8, 1, 8), (9, 193, 17), (31, 400, 33), (60, 64, 700), (100, 784, 100), (545, 70, 130), (700, 64, 40),
        (700, 33, 65), (120, 401, 300), (64, 2000, 24), (40, 5000, 70),
    ]

    /// Each layout of the one operand with two layouts of the other operand.
    private func pairs<Scalar>(
        _ lefts: [Tensor<Scalar>], _ rights: [Tensor<Scalar>]
    ) -> [(Tensor<Scalar>, Tensor<Scalar>)] {
        lefts.indices.flatMap { index in
            [(lefts[index], rights[index]), (lefts[index], rights[(index + 1) % rights.count])]
        }
    }

    private func check<Scalar: RealScalar>(_ type: Scalar.Type, tolerance: Double) {
        let threads: Int = Parallelism.threadCount
        defer { Parallelism.threadCount = threads }
        for (rows, inner, columns) in Self.shapes {
            let (left, right): (Tensor<Double>, Tensor<Double>) = (
                sample([rows, inner]), sample([inner, columns], seed: 1)
            )
            let expected: Tensor<Double> = productByDefinition(left, right)
            var first: Tensor<Scalar>?
            for (a, b) in matrixLayouts(Tensor<Scalar>(left)).flatMap({ a in
                matrixLayouts(Tensor<Scalar>(right)).map { (a, $0) }
            }) {
                // BLAS, which computes the product without AVX2, adds the terms of a transposed operand in another order.
                if synann_current_instruction_set() == SYNANN_PORTABLE { first = nil }
                for count in [1, 3, 16] {
                    Parallelism.threadCount = count
                    let product: Tensor<Scalar> = matmul(a, b)
                    if first == nil {
                        #expect(
                            difference(Tensor<Double>(product), expected, tolerance: tolerance) == nil,
                            "\(rows)×\(inner)×\(columns)")
                        first = product
                    }
                    #expect(
                        first.map { haveSameBits(product, $0) } ?? false,
                        "other bits: \(rows)×\(inner)×\(columns), strides \(a.strides) and \(b.strides), \(count) threads"
                    )
                }
            }
        }
    }

    /// The bits of a product depend neither on the layout of its operands nor on the number of threads.
    @Test func everyLayoutAndThreadCountGivesTheSameBits() {
        check(Float.self, tolerance: 2e-4)
        check(Double.self, tolerance: 1e-12)
    }

    /// The product of a matrix and its own transpose has the bits of the product of the matrix and a copy.
    @Test func theProductWithTheOwnTransposeIsSymmetric() {
        func check<Scalar: RealScalar>(_ type: Scalar.Type) {
            let threads: Int = Parallelism.threadCount
            defer { Parallelism.threadCount = threads }
            let shapes: [Shape] = [
                [33, 7], [64, 100], [65, 400], [129, 65], [100, 2500], [128, 3000], [520, 70], [300, 130],
            ]
            for shape in shapes {
                let values: Tensor<Double> = sample(shape)
                for x: Tensor<Scalar> in matrixLayouts(Tensor<Scalar>(values)) {
                    let copy: Tensor<Scalar> = x * 1
                    let expected: Tensor<Scalar> = matmul(x, copy.transposed())
                    for count in [1, 3, 16] {
                        Parallelism.threadCount = count
                        let product: Tensor<Scalar> = matmul(x, x.transposed())
                        #expect(haveSameBits(product, expected), "\(shape), strides \(x.strides), \(count) threads")
                        #expect(product == product.transposed(), "\(shape), strides \(x.strides), \(count) threads")
                    }
                }
            }
        }
        guard synann_current_instruction_set() != SYNANN_PORTABLE else { return }
        check(Float.self)
        check(Double.self)
    }
}
