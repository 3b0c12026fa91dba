import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct MatrixProductTests {
    static let shapes: [(Shape, Shape)] = [
        ([2, 3], [3, 4]), ([1, 1], [1, 1]), ([3], [3]), ([3], [3, 2]), ([2, 3], [3]), ([0, 3], [3, 2]),
        ([2, 0], [0, 3]),
        ([5, 2, 3], [3, 4]), ([2, 3], [5, 3, 4]), ([2, 2, 3], [2, 3, 2]), ([2, 1, 2, 3], [3, 3, 2]), ([3], [2, 3, 2]),
        ([2, 2, 3], [3]), ([0, 2, 3], [3, 2]),
    ]

    @Test(arguments: shapes.indices)
    func productHasItsDerivativesInEveryLayout(index: Int) {
        let (first, second) = Self.shapes[index]
        let found: [String] = problems(of: { matmul($0[0], $0[1]) }, at: [sample(first), sample(second, seed: 2)])
        #expect(found == [], "\(first) × \(second)")
    }

    @Test func productAgreesWithPyTorch() {
        for reference in ReferenceCase.all("matmul") {
            #expect(problems(against: reference, inputs: ["a", "b"]) { matmul($0[0], $0[1]) } == [])
        }
        for reference in ReferenceCase.all("linear") {
            let names: [String] = ["input", "weight"] + (reference.has("bias") ? ["bias"] : [])
            let found: [String] = problems(against: reference, inputs: names) { inputs in
                linear(inputs[0], inputs[1], bias: inputs.count > 2 ? inputs[2] : nil)
            }
            #expect(found == [])
        }
    }

    @Test func linearHasItsDerivativesInEveryLayout() {
        for shape: Shape in [[2, 3], [3], [2, 2, 3], [0, 3], [1, 3]] {
            let inputs: [Tensor<Double>] = [sample(shape), sample([4, 3], seed: 1), sample([4], seed: 2)]
            #expect(problems(of: { linear($0[0], $0[1], bias: $0[2]) }, at: inputs) == [], "\(shape)")
            #expect(problems(of: { linear($0[0], $0[1]) }, at: Array(inputs.prefix(2))) == [], "\(shape)")
        }
    }

    /// Sizes around the seams at which a product is cut for threads.
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

    /// A copy of an operand would take a second block from the allocator. In a process of its own, where no other test
    /// allocates.
    @Test func transposedAndSlicedViewsAreNotCopied() async {
        await #expect(processExitsWith: .success) {
            let a: Tensor<Float> = sample([700, 300])
            let b: Tensor<Float> = sample([300, 40])
            let wide: Tensor<Float> = sample([300, 900])
            let pairs: [(Tensor<Float>, Tensor<Float>)] = [
                (a, b), (wide[.all, 0 ..< 700].transposed(), b), (a, wide[.all, 5 ..< 45]),
                (a, sample([40, 300]).transposed()),
            ]
            for (left, right) in pairs {
                MemoryStatistics.releaseCachedBlocks()
                let before: Int = MemoryStatistics.current.systemAllocations
                let product: Tensor<Float> = matmul(left, right)
                try #require(product.shape == [700, 40])
                try #require(MemoryStatistics.current.systemAllocations - before == 1)
            }
        }
    }

    @Test func notANumberPassesThrough() {
        let a = Tensor<Float>([[1, .nan], [0, 1]])
        let product: [Float] = matmul(a, Tensor<Float>([[1, 2], [3, 4]])).scalars
        #expect(product.map(\.isNaN) == [true, true, false, false])
        #expect(matmul(Tensor<Float>([[0]]), Tensor<Float>([[.infinity]])).scalars[0].isNaN)
    }
}
