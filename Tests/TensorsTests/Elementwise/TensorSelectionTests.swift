import Tensors
import TestSupport
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

    @Test(arguments: MemoryArrangement.allCases, MemoryArrangement.allCases)
    func clippedElementsAreWithinTheirBoundsInEveryLayout(arrangement: MemoryArrangement, boundary: MemoryArrangement) {
        let x: Tensor<Double> = sample([5, 7], seed: 1)
        let lower: Tensor<Double> = sample([5, 7], seed: 2) / 2
        let upper: Tensor<Double> = lower + 0.25
        let expected: [Double] = x.scalars.indices.map {
            min(max(x.scalars[$0], lower.scalars[$0]), upper.scalars[$0])
        }
        let arranged: Tensor<Double> = x.arranged(arrangement)
        let clipped: Tensor<Double> = arranged.clipped(
            lower: lower.arranged(boundary), upper: upper.arranged(arrangement))
        #expect(clipped.scalars == expected)
        #expect(arranged.clipped(to: -0.1 ... 0.2).scalars == x.scalars.map { min(max($0, -0.1), 0.2) })
        let row: Tensor<Double> = upper[0]
        #expect(
            arranged.clipped(lower: Tensor(-0.5), upper: row).scalars
                == x.scalars.indices.map { min(max(x.scalars[$0], -0.5), row.scalars[$0 % 7]) })
    }
}
