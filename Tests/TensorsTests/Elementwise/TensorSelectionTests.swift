import Tensors
import Testing

@Suite struct TensorSelectionTests {
    static let operations: [(name: String, operation: BroadcastPairs.Operation)] = [
        ("minimum", { minimum($0, $1) }), ("maximum", { maximum($0, $1) }),
        ("select", { select($0 .> $1, $0 * 2, $1) }),
    ]

    @Test(arguments: operations.indices)
    func operationHasItsDerivativesBroadcast(index: Int) {
        let (name, operation) = Self.operations[index]
        #expect(BroadcastPairs.problems(of: operation) == [], "\(name)")
    }

    @Test func extremaPropagateNaN() {
        let a = Tensor<Double>([1, .nan, 3, -.infinity])
        let b = Tensor<Double>([.nan, 2, 1, 5])
        #expect(minimum(a, b).scalars.map(\.isNaN) == [true, true, false, false])
        #expect(maximum(a, b).scalars[2...] == [3, 5])
        #expect(Tensor<Float>([.nan, 2]).clipped(to: 0 ... 1).scalars[0].isNaN)
    }
}
