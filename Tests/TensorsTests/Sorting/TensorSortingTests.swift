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

    /// Vectors with many equal elements are sorted stably. The lengths are on both sides of 48, at which the kernel
    /// changes from insertion sort to radix sort.
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

    /// Each line of a matrix is sorted as a vector with the same elements is sorted. A sorting network sorts several
    /// lines at once, with a line in each lane of a vector register. Some numbers of lines fill all lanes, and other
    /// numbers fill half of the lanes or fewer. The lengths are near 8, near powers of 2, and above the greatest length
    /// that the network sorts.
    @Test func linesAreSortedAsEachAlone() {
        func check<Scalar: NumericScalar>(
            _ value: (Int) -> Scalar, _ sort: (Tensor<Scalar>, Int, Bool) -> Tensor<Scalar>
        ) {
            for (length, lines) in [(1, 16), (7, 9), (8, 8), (9, 17), (31, 3), (64, 20), (100, 70), (5000, 8)] {
                let rows = Tensor<Scalar>((0 ..< length * lines).map(value), shape: [lines, length])
                for (x, axis) in [(rows, 1), (rows.transposed(), 0), (rows.transposed().contiguous(), 0)] {
                    for descending in [false, true] {
                        let (sorted, order) = (sort(x, axis, descending), x.argsort(axis: axis, descending: descending))
                        for line in [0, lines / 2, lines - 1] {
                            let (one, all): (Tensor<Scalar>, [TensorIndex]) = (
                                rows[line], axis == 1 ? [line.tensorIndex, .all] : [.all, line.tensorIndex]
                            )
                            #expect(sorted[all].identical(to: sort(one, 0, descending)), "\(length) × \(lines)")
                            #expect(order[all] == one.argsort(descending: descending), "\(length) × \(lines)")
                        }
                    }
                }
            }
        }
        let special: [Double] = [.nan, .infinity, -.infinity, -0.0, 0]
        func real(_ place: Int) -> Double { place % 11 == 0 ? special[place % 5] : Double(place * 7919 % 613) - 300 }
        check({ real($0) }, { $0.sorted(axis: $1, descending: $2) })
        check({ Double($0 * 7919 % 613) + 1 }, { $0.sorted(axis: $1, descending: $2) })
        check({ Float(real($0)) }, { $0.sorted(axis: $1, descending: $2) })
        check({ Float($0 * 7919 % 613) + 1 }, { $0.sorted(axis: $1, descending: $2) })
        check({ Int8(truncatingIfNeeded: $0 * 37) }, { $0.sorted(axis: $1, descending: $2) })
        check({ UInt8(truncatingIfNeeded: $0 * 37) }, { $0.sorted(axis: $1, descending: $2) })
        check({ Int16(truncatingIfNeeded: $0 * 3737) }, { $0.sorted(axis: $1, descending: $2) })
        check({ UInt32(truncatingIfNeeded: $0 * 123_456_789) }, { $0.sorted(axis: $1, descending: $2) })
        check({ Int32(truncatingIfNeeded: $0 * 123_456_789) }, { $0.sorted(axis: $1, descending: $2) })
        check({ $0 * 7919 % 613 &- 300 }, { $0.sorted(axis: $1, descending: $2) })
        check({ UInt64($0 * 7919 % 613) << 55 }, { $0.sorted(axis: $1, descending: $2) })
    }

    /// The best elements of a long line with ties and NaN are the first elements of the stably sorted line.
    @Test func theBestOfLongLinesAreTheFirstOfTheSortedLines() {
        for length in [64, 128, 255, 256, 257, 511, 600, 1000] {
            for kind in 0 ..< 4 {
                let noise: Tensor<Double> = sample([5, length], in: 0 ... 1, seed: length + kind)
                let lines = Tensor<Double>(
                    noise.scalars.map { value in
                        switch kind {
                        case 0: value
                        case 1: (20 * value).rounded(.down)
                        case 2: value < 0.05 ? .nan : (200 * value).rounded(.down)
                        default: value < 0.97 ? .nan : value
                        }
                    }, shape: [5, length])
                for count in [1, 2, 8, 10, 16, 17] {
                    for least in [true, false] {
                        let order: Tensor<Int> = lines.argsort(axis: 1, descending: !least)
                        let expected: [Int] = order[.all, 0 ..< count].scalars
                        let single = Tensor<Float>(lines)
                        let found: Tensor<Int> = lines.top(count, axis: 1, least: least).positions
                        let foundInSingle: Tensor<Int> = single.top(count, axis: 1, least: least).positions
                        #expect(found.scalars == expected, "\(length) \(kind) \(count) \(least)")
                        if kind == 1 || kind == 2 {
                            #expect(foundInSingle.scalars == expected, "\(length) \(kind) \(count) \(least)")
                        }
                    }
                }
            }
        }
    }

    @Test func nanFollowsAllNumbersAndZerosAreEqual() {
        let x = Tensor<Double>([.nan, -.infinity, 0.0, -0.0, .infinity, -.nan, 1])
        #expect(x.argsort().scalars == [1, 2, 3, 6, 4, 0, 5])
        #expect(x.argsort(descending: true).scalars == [4, 6, 2, 3, 1, 0, 5])
    }
}

extension Tensor where Scalar: NumericScalar {
    /// Returns whether the shapes and the elements are equal. NaN equals NaN, and −0 does not equal 0.
    fileprivate func identical(to other: Tensor) -> Bool {
        shape == other.shape && zip(scalars, other.scalars).allSatisfy { ($0 != $0 && $1 != $1) || "\($0)" == "\($1)" }
    }
}
