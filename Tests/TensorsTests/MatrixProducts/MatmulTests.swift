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
}
