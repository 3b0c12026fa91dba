import Tensors
import TestSupport
import Testing

@Suite struct TensorSortingTests {
    @Test func derivativesAgreeWithCentralDifferences() {
        for shape: Shape in [[5], [1], [0], [3, 4], [2, 3, 2]] {
            let x: Tensor<Double> = sample(shape)
            for axis in 0 ..< shape.rank {
                #expect(problems(of: { $0[0].sorted(axis: axis) }, at: [x]) == [], "\(shape)")
                #expect(problems(of: { $0[0].sorted(axis: axis, descending: true) }, at: [x]) == [], "\(shape)")
                let count: Int = min(2, shape[axis])
                #expect(problems(of: { $0[0].top(count, axis: axis).values }, at: [x]) == [], "\(shape)")
            }
        }
    }

    /// Rows are sorted stably at every length near 48, where insertion sort changes to radix sort. The rows contain
    /// many equal elements.
    @Test func everyLengthIsSortedStably() {
        for length in [2, 3, 47, 48, 49, 50, 257, 1000] {
            let x = Tensor<Float>((0 ..< length).map { Float(($0 * 7919) % 13) - 6 })
            for descending in [false, true] {
                let order: [Int] = x.argsort(descending: descending).scalars
                let expected: [Int] = (0 ..< length).sorted {
                    let (a, b): (Float, Float) = (x.scalars[$0], x.scalars[$1])
                    return a == b ? $0 < $1 : descending ? a > b : a < b
                }
                #expect(order == expected, "\(length)")
                #expect(x.sorted(descending: descending).scalars == expected.map { x.scalars[$0] })
            }
        }
    }

    @Test func nanFollowsAllNumbersAndZerosAreEqual() {
        let x = Tensor<Double>([.nan, -.infinity, 0.0, -0.0, .infinity, -.nan, 1])
        #expect(x.argsort().scalars == [1, 2, 3, 6, 4, 0, 5])
        #expect(x.argsort(descending: true).scalars == [4, 6, 2, 3, 1, 0, 5])
    }
}
