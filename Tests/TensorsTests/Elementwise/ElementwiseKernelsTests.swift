import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct ElementwiseKernelsTests {
    @Test func largeArraysAreCutWithoutASeam() {
        let count = 200_003
        let x: Tensor<Float> = sample([count], in: -3 ... 3)
        let y: Tensor<Float> = x.exp() + x
        for index in [0, 1, 32_767, 32_768, 65_536, 131_071, 200_002] {
            let value: Float = x.scalars[index]
            #expect(abs(y.scalars[index] - (exp(value) + value)) <= 1e-5 * (1 + exp(value)))
        }
    }

    /// An operand that is repeated along the first or the last axes gives the same result as a copy with all elements. The
    /// shapes have several chunks, short rows and axes of length 1.
    @Test func repeatedRowsAndColumnsAreThoseOfACopy() {
        let pairs: [(Shape, Shape)] = [
            ([300, 400], [400]), ([300, 400], [1, 400]), ([300, 400], [300, 1]), ([2, 3, 20_000], [20_000]),
            ([2, 3, 20_000], [3, 20_000]), ([2, 3, 20_000], [2, 1, 1]), ([2, 3, 20_000], [2, 3, 1]),
            ([2, 3, 20_000], [3, 1]), ([2, 3, 20_000], [1]), ([40_000, 2], [2]), ([40_000, 2], [40_000, 1]),
            ([5, 1, 7], [1, 7]), ([5, 1, 7], [5, 1, 1]), ([0, 3], [3]), ([3, 0], [3, 1]), ([1, 1], [1]),
        ]
        for (whole, part) in pairs {
            let x: Tensor<Float> = sample(whole)
            for arrangement in MemoryArrangement.allCases {
                let y: Tensor<Float> = sample(part, seed: 1).arranged(arrangement)
                let copy = Tensor<Float>(y.broadcast(to: whole).scalars, shape: whole)
                #expect(x - y == x - copy && y - x == copy - x, "\(whole) and \(part), \(arrangement)")
                #expect((x .< y) == (x .< copy) && (y .<= x) == (copy .<= x), "\(whole) and \(part), \(arrangement)")
                var sum: Tensor<Float> = x + 0
                sum += y
                #expect(sum == x + copy, "\(whole) and \(part), in place")
            }
        }
    }
}
