import ComplexModule
import Tensors
import TestSupport
import Testing

/// Reductions along an axis equal the results of plain loops, for integers of every width and for real numbers. The
/// last element of an accumulation equals the reduction. The shapes have lengths near those at which the kernels change
/// their loops, and few or many lines. The numbers are tested in every memory layout.
@Suite struct ReductionKernelsTests {
    static let shapes: [Shape] = [[3, 5], [70, 33], [9, 129], [2, 150, 3], [1, 515], [40, 1]]

    private func check<Scalar: NumericScalar, Result: NumericScalar>(
        _ value: (Int) -> Scalar, _ reduce: (Tensor<Scalar>, Int) -> Tensor<Result>, _ expected: ([Scalar]) -> Result,
        agrees: (Result, Result) -> Bool = { $0 == $1 }
    ) {
        for shape in Self.shapes {
            let x = Tensor<Scalar>((0 ..< shape.elementCount).map(value), shape: shape)
            for arrangement in MemoryArrangement.allCases {
                let arranged: Tensor<Scalar> = x.arranged(arrangement)
                for axis in 0 ..< shape.rank {
                    let lines: Tensor<Scalar> = x.movingAxis(axis, to: shape.rank - 1)
                        .reshaped(to: [-1, shape[axis]])
                    let found: [Result] = reduce(arranged, axis).scalars
                    let problem: Int? = found.indices.first { !agrees(found[$0], expected(lines[$0].scalars)) }
                    #expect(problem == nil, "\(Scalar.self) \(shape) along \(axis), \(arrangement)")
                }
            }
        }
    }

    @Test func integersAreSummedIn64Bits() {
        check({ UInt8(truncatingIfNeeded: 255 - $0 % 3) }, { $0.sum(axis: $1) }, { $0.reduce(0) { $0 + UInt($1) } })
        check({ Int8(truncatingIfNeeded: $0 % 3 - 128) }, { $0.sum(axis: $1) }, { $0.reduce(0) { $0 + Int($1) } })
        check({ Int16(truncatingIfNeeded: $0 * 3737) }, { $0.sum(axis: $1) }, { $0.reduce(0) { $0 + Int($1) } })
        check({ UInt32.max - UInt32($0) }, { $0.sum(axis: $1) }, { $0.reduce(0) { $0 + UInt($1) } })
        check({ UInt64($0) << 50 }, { $0.sum(axis: $1) }, { $0.reduce(0) { $0 &+ UInt($1) } })
        check({ Int16($0 % 5 - 2) }, { $0.product(axis: $1) }, { $0.reduce(1) { $0 &* Int($1) } })
        #expect(Tensor<UInt8>(repeating: 255, shape: [100_000]).sum().scalar == 25_500_000)
        #expect(Tensor<Int16>(repeating: .min, shape: [100_000]).sum().scalar == -3_276_800_000)
    }

    @Test func positionsOfExtremaAreThoseOfTheFirst() {
        func first<Scalar: Comparable>(_ line: [Scalar], _ isBetter: (Scalar, Scalar) -> Bool) -> Int {
            line.indices.first { place in line[place] != line[place] }
                ?? line.indices.reduce(0) { isBetter(line[$1], line[$0]) ? $1 : $0 }
        }
        func real(_ place: Int) -> Double { place % 97 == 50 ? .nan : Double(place * 7919 % 31) }
        check(real, { $0.argmax(axis: $1) }, { first($0, >) })
        check({ Float(real($0)) }, { $0.argmin(axis: $1) }, { first($0, <) })
        check({ Float($0 % 11) }, { $0.argmax(axis: $1) }, { first($0, >) })
        check({ UInt8($0 % 11) }, { $0.argmax(axis: $1) }, { first($0, >) })
        check({ Int8($0 % 253 - 126) }, { $0.argmin(axis: $1) }, { first($0, <) })
        check({ Int16($0 * 31 % 1009) }, { $0.argmax(axis: $1) }, { first($0, >) })
        check({ $0 * 7919 % 1009 }, { $0.argmax(axis: $1) }, { first($0, >) })
    }

    @Test func realNumbersAreReducedAsInPlainLoops() {
        func isClose(_ a: Float, _ b: Float) -> Bool { abs(a - b) <= 2e-6 * max(1, abs(b)) }
        func value(_ place: Int) -> Float { 1 + Float(place * 7919 % 613 - 306) / 4000 }
        check(value, { $0.sum(axis: $1) }, { Float($0.reduce(0) { $0 + Double($1) }) }, agrees: isClose)
        check(value, { $0.product(axis: $1) }, { Float($0.reduce(1) { $0 * Double($1) }) }, agrees: isClose)
        check(value, { $0.max(axis: $1) }, { $0.max() ?? .nan })
        check({ -Double(value($0)) }, { $0.min(axis: $1) }, { $0.min() ?? .nan })
        check({ UInt16(value($0) * 40000) }, { $0.min(axis: $1) }, { $0.min() ?? 0 })
    }

    @Test func trueElementsAreFoundAlongEveryAxis() {
        for shape in Self.shapes + [[0, 3], [3, 0]] {
            let flags = Tensor<Bool>((0 ..< shape.elementCount).map { $0 % 41 == 3 }, shape: shape)
            for axis in 0 ..< shape.rank {
                let counts: Tensor<Int> = flags.countTrue(axes: [axis])
                #expect(flags.any(axes: [axis]) == (counts .> 0), "\(shape) along \(axis)")
                #expect((!flags).all(axes: [axis]) == (counts .== 0), "\(shape) along \(axis)")
                #expect(counts == Tensor<Int>(Tensor<UInt8>(flags)).sum(axis: axis), "\(shape) along \(axis)")
            }
        }
    }

    @Test func accumulationsEndWithTheReduction() {
        for shape in Self.shapes {
            let x: Tensor<Double> = sample(shape, in: 0.9 ... 1.1)
            for arrangement in MemoryArrangement.allCases {
                let arranged: Tensor<Double> = x.arranged(arrangement)
                for axis in 0 ..< shape.rank {
                    for reversed in [false, true] {
                        let end: Int = reversed ? 0 : shape[axis] - 1
                        func last(_ sums: Tensor<Double>) -> Tensor<Double> {
                            sums.narrowed(axis: axis, to: end ..< end + 1)
                        }
                        let sums: Tensor<Double> = arranged.cumulativeSum(axis: axis, reversed: reversed)
                        let products: Tensor<Double> = arranged.cumulativeProduct(axis: axis, reversed: reversed)
                        let greatest: Tensor<Double> = arranged.cumulativeMax(axis: axis, reversed: reversed)
                        let place = "\(shape) along \(axis), \(arrangement), reversed: \(reversed)"
                        #expect((last(sums) - x.sum(axis: axis, keepDims: true)).abs().max().scalar < 1e-12, "\(place)")
                        let ratio: Tensor<Double> = last(products) / x.product(axis: axis, keepDims: true)
                        #expect((ratio - 1).abs().max().scalar < 1e-12, "\(place)")
                        #expect(last(greatest) == x.max(axis: axis, keepDims: true), "\(place)")
                    }
                }
            }
        }
    }

    /// A sum over any axes has the same bits in every layout in which a line of the reduced elements has the same order.
    /// The lengths are near those at which the kernels change their loops.
    @Test func sumsOfLinesDoNotDependOnTheirDistances() {
        for length in [1, 2, 5, 9, 10, 16, 17, 31, 33, 64, 100, 511, 513, 1025, 2047, 2048, 2100, 4097, 9000] {
            let x: Tensor<Float> = sample([3, length])
            let sums: Tensor<Float> = x.sum(axis: 1)
            for arrangement in [MemoryArrangement.sliced, .offset] {
                let arranged: Tensor<Float> = x.arranged(arrangement)
                #expect(arranged.sum(axis: 1) == sums, "\(length), \(arrangement)")
                #expect(arranged.variance(axis: 1) == x.variance(axis: 1), "\(length), \(arrangement)")
                #expect(arranged.max(axis: 1) == x.max(axis: 1), "\(length), \(arrangement)")
            }
            for row in 0 ..< 3 {
                let line: Tensor<Float> = x[row]
                #expect(line.sum().scalar == sums[row].scalar, "\(length)")
                let exact: Double = line.scalars.reduce(0) { $0 + Double($1) }
                #expect(abs(Double(sums[row].scalar) - exact) <= 1e-6 * Double(length), "\(length)")
            }
        }
    }

    /// Sums, extrema and positions over all elements and over two axes are those of plain loops in every layout.
    @Test func severalAxesAreReducedAsInPlainLoops() {
        for shape in [[2, 3, 4], [5, 40, 33], [33, 2, 40], [1, 70, 1], [4, 1, 300]] as [Shape] {
            let x: Tensor<Double> = sample(shape)
            for axes in [[0, 1], [0, 2], [1, 2], [0, 1, 2]] {
                let kept: [Int] = (0 ..< 3).filter { !axes.contains($0) }
                let lines: Tensor<Double> = x.permuted(kept + axes).reshaped(to: [
                    kept.reduce(1) { $0 * shape[$1] }, axes.reduce(1) { $0 * shape[$1] },
                ])
                for arrangement in MemoryArrangement.allCases {
                    let arranged: Tensor<Double> = x.arranged(arrangement)
                    let (sums, greatest) = (arranged.sum(axes: axes), arranged.max(axes: axes))
                    for (place, (sum, greatest)) in zip(sums.scalars, greatest.scalars).enumerated() {
                        let line: [Double] = lines[place].scalars
                        #expect(abs(sum - line.reduce(0, +)) < 1e-10, "\(shape) over \(axes), \(arrangement)")
                        #expect(greatest == line.max(), "\(shape) over \(axes), \(arrangement)")
                    }
                    #expect(arranged.argmax() == x.scalars.firstIndex(of: x.scalars.max() ?? 0))
                    #expect(arranged.argmin() == x.scalars.firstIndex(of: x.scalars.min() ?? 0))
                }
            }
        }
    }

    /// The kernels read several pages of memory at the same time. Each page and the rest behind the pages must count once.
    @Test(arguments: [1023, 1024, 2047, 2048, 2049, 4095, 4096, 4097, 8192, 9000, 16385])
    func everyPageCountsOnce(length: Int) {
        let integers: [Int] = (0 ..< length).map { $0 * 7919 % 1009 - 500 }
        let (x, sum): (Tensor<Int>, Int) = (Tensor(integers), integers.reduce(0, +))
        #expect(x.sum().scalar == sum && Tensor<Int32>(x).sum().scalar == sum)
        #expect(Tensor<Float>(x).sum().scalar == Float(sum) && Tensor<Double>(x).sum().scalar == Double(sum))
        for place in stride(from: 0, to: length, by: 509) {
            var values = [Float](repeating: 1, count: length)
            values[place] = 3
            #expect(Tensor(values).max().scalar == 3 && (-Tensor(values)).min().scalar == -3, "\(place)")
            #expect(Tensor(values.map(Int.init)).max().scalar == 3, "\(place)")
            values[place] = .nan
            #expect(Tensor(values).max().scalar.isNaN && Tensor(values).sum().scalar.isNaN, "\(place)")
        }
    }

    @Test func positionsInLongLinesAreTheFirst() {
        for length in [1, 9, 31, 255, 511, 513, 1023, 1500, 4095, 4096, 5000, 9001] {
            for place in [0, length / 3, length - 1] {
                var values = [Float](repeating: 1, count: length)
                values[place] = 2
                if place + 1 < length { values[length - 1] = 2 }
                #expect(Tensor(values).argmax() == place, "\(length)")
                #expect((-Tensor(values)).argmin() == place, "\(length)")
                values[place] = .nan
                #expect(Tensor(values).argmax() == place && Tensor(values).argmin() == place, "\(length)")
                let integers: [Int16] = (0 ..< length).map { $0 == place ? 7 : 3 }
                #expect(Tensor(integers).argmax() == place, "\(length)")
            }
        }
        #expect(Tensor<Float>([-0.0, 0]).argmax() == 0 && Tensor<Float>([0, -0.0]).argmin() == 0)
    }
}
