import Tensors
import TestSupport
import Testing

@Suite struct MatmulTests {
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
    }

    @Test func notANumberPassesThrough() {
        let a = Tensor<Float>([[1, .nan], [0, 1]])
        let product: [Float] = matmul(a, Tensor<Float>([[1, 2], [3, 4]])).scalars
        #expect(product.map(\.isNaN) == [true, true, false, false])
        #expect(matmul(Tensor<Float>([[0]]), Tensor<Float>([[.infinity]])).scalars[0].isNaN)
    }

    /// Dot products of vectors of every length and distance are near the sums in `Double`, and do not depend on the
    /// distances.
    @Test func dotProductsAreThoseOfALoop() {
        for length in [1, 7, 255, 256, 257, 300, 1000, 1025, 70_000, 140_000] {
            let (a, b): (Tensor<Float>, Tensor<Float>) = (sample([length]), sample([length], seed: 3))
            let exact: Double = zip(a.scalars, b.scalars).reduce(0) { $0 + Double($1.0) * Double($1.1) }
            let product: Float = matmul(a, b).scalar
            #expect(abs(Double(product) - exact) < 1e-6 * Double(length), "\(length)")
            let doubles: Double = matmul(Tensor<Double>(a), Tensor<Double>(b)).scalar
            #expect(abs(doubles - exact) < 1e-13 * Double(length), "\(length)")
            if length < 256 { continue }
            for arrangement in MemoryArrangement.allCases {
                #expect(matmul(a.arranged(arrangement), b).scalar == product, "\(length), \(arrangement)")
                #expect(matmul(a, b.arranged(arrangement)).scalar == product, "\(length), \(arrangement)")
            }
        }
    }
}
