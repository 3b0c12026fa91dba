import Tensors
import TestSupport
import Testing

@Suite struct GemmTests {
    /// Products of sizes near the limits at which a product is divided among threads agree with the definition.
    @Test func largeProductsAgreeWithTheDefinition() {
        for (rows, inner, columns) in [(300, 70, 5), (7, 400, 300), (257, 129, 65), (1, 1000, 600), (600, 1000, 1)] {
            let a: Tensor<Double> = sample([rows, inner])
            let b: Tensor<Double> = sample([inner, columns], seed: 1)
            #expect(difference(matmul(a, b), product(a, b), tolerance: 1e-12) == nil, "\(rows)×\(inner)×\(columns)")
            let narrow: Tensor<Float> = matmul(Tensor<Float>(a), Tensor<Float>(b))
            #expect(difference(Tensor<Double>(narrow), product(a, b), tolerance: 1e-4) == nil)
        }
    }

    private func product(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Tensor<Double> {
        let (rows, inner, columns) = (a.shape[0], a.shape[1], b.shape[1])
        let (left, right): ([Double], [Double]) = (a.scalars, b.scalars)
        var result = [Double](repeating: 0, count: rows * columns)
        for i in 0 ..< rows {
            for k in 0 ..< inner {
                let factor: Double = left[i * inner + k]
                for j in 0 ..< columns { result[i * columns + j] += factor * right[k * columns + j] }
            }
        }
        return Tensor(result, shape: [rows, columns])
    }

    /// `matmul` does not copy a transposed or sliced operand: such a product allocates a single block, for the result. The
    /// test runs in a process of its own, where no other test allocates.
    @Test func transposedAndSlicedViewsAreNotCopied() async {
        await #expect(processExitsWith: .success) {
            // Several threads would pack one operand together, in a block that they share.
            Parallelism.threadCount = 1
            let a: Tensor<Float> = sample([500, 300])
            let b: Tensor<Float> = sample([300, 40])
            let wide: Tensor<Float> = sample([300, 900])
            let pairs: [(Tensor<Float>, Tensor<Float>)] = [
                (a, b), (wide[.all, 0 ..< 500].transposed(), b), (a, wide[.all, 5 ..< 45]),
                (a, sample([40, 300]).transposed()),
            ]
            for (left, right) in pairs {
                MemoryStatistics.releaseCachedBlocks()
                let before: Int = MemoryStatistics.current.systemAllocations
                let product: Tensor<Float> = matmul(left, right)
                try #require(product.shape == [500, 40])
                try #require(MemoryStatistics.current.systemAllocations - before == 1)
            }
        }
    }
}
