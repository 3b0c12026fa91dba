import ComplexModule
import Tensors
import Testing

@Suite struct TensorInitializersTests {
    @Test func initializersFillRowMajor() {
        let a = Tensor<Float>([[1, 2], [3, 4]])
        #expect(a.shape == [2, 2] && a.rank == 2 && a.count == 4)
        #expect(a.scalars == [1, 2, 3, 4])
        #expect(Tensor<Float>([[[1], [2]], [[3], [4]]]).shape == [2, 2, 1])
        #expect(Tensor<Float>(5).shape == [])
        #expect(Tensor<Float>(5).scalar == 5)
        #expect(Tensor<Double>(identity: 2) == Tensor([[1, 0], [0, 1]]))
        #expect(Tensor<Double>(repeating: 2, shape: [2]) == Tensor([2, 2]))
        #expect(Tensor<Float>(zeros: [0, 3]).scalars == [])
    }

    @Test func rangesAreNumpys() {
        #expect(Tensor<Int>(from: 2, to: 8, by: 3).scalars == [2, 5])
        #expect(Tensor<Int>(from: 3, to: 0, by: -1).scalars == [3, 2, 1])
        #expect(Tensor<Float>(from: 0, to: 1, by: 0.25).scalars == [0, 0.25, 0.5, 0.75])
        #expect(Tensor<Float>(from: 3, to: 2).count == 0)
        #expect(Tensor<Double>(linearSpace: 0, 1, count: 5).scalars == [0, 0.25, 0.5, 0.75, 1])
        #expect(Tensor<Double>(linearSpace: 2, 3, count: 1).scalars == [2])
        #expect(Tensor<Double>(linearSpace: 2, 3, count: 0).count == 0)
        #expect(Tensor<Float>(linearSpace: 0, 0.7, count: 8).scalars.last == 0.7)
    }

    /// Compares a linear space with its formula, on whole chunks of the threads and on parts of them.
    private func checkLinearSpace<Scalar: RealScalar>(_ start: Scalar, _ end: Scalar) {
        for count in [2, 3, 17, 40_000, 100_001] {
            let found: [Scalar] = Tensor<Scalar>(linearSpace: start, end, count: count).scalars
            let overflows: Bool = (end - start).isInfinite
            let isEqual: Bool = found.indices.dropLast().allSatisfy { index in
                let fraction: Scalar = Scalar(index) / Scalar(count - 1)
                let product: Scalar = (overflows ? end : end - start) * fraction
                return found[index] == (overflows ? start * (1 - fraction) : start) + product
            }
            #expect(isEqual && found.last == end, "\(start) to \(end), \(count)")
        }
    }

    @Test func linearSpacesHaveTheBitsOfTheFormula() {
        checkLinearSpace(Float(-0.3), 0.7)
        checkLinearSpace(-0.1, 1e6)
        checkLinearSpace(5.0, -2)
        checkLinearSpace(-Float.greatestFiniteMagnitude, Float.greatestFiniteMagnitude)
        checkLinearSpace(-Double.greatestFiniteMagnitude, Double.greatestFiniteMagnitude)
        #expect(Tensor<Double>(linearSpace: 0, .infinity, count: 3)[1].scalar == .infinity)
    }

    /// Compares `Tensor(from:to:by:)` with repeated addition, for every start and end in `bounds` and every step in
    /// `steps`. The addition stops at an overflow of the type.
    private func check<Scalar: IntegerScalar>(_: Scalar.Type, _ bounds: [Scalar], _ steps: [Scalar]) {
        for start in bounds {
            for end in bounds {
                for step in steps where step != 0 {
                    let (low, high): (Scalar, Scalar) = step > 0 ? (start, end) : (end, start)
                    let (distance, overflows) = high.subtractingReportingOverflow(low)
                    if !overflows, distance > 0, distance.magnitude / step.magnitude > 5000 { continue }
                    if overflows, Scalar.Magnitude(truncatingIfNeeded: distance) / step.magnitude > 5000 { continue }
                    var expected: [Scalar] = []
                    var (next, stops): (Scalar, Bool) = (start, false)
                    while !stops, step > 0 ? next < end : next > end {
                        expected.append(next)
                        (next, stops) = next.addingReportingOverflow(step)
                    }
                    let actual: [Scalar] = Tensor<Scalar>(from: start, to: end, by: step).scalars
                    #expect(actual == expected, "from \(start) to \(end) by \(step)")
                }
            }
        }
    }

    @Test func integersOfEveryTypeAreExact() {
        let large = 1 << 54
        check(
            Int.self, [.min, .min + 3, -large, -3, 0, 1, 7, large, large + 9, .max - 3, .max],
            [.min, -large, -2, -1, 1, 2, 3, 1 << 61, .max])
        check(
            Int32.self, [.min, .min + 3, -2_000_000_000, 0, 5, 2_000_000_000, .max - 3, .max],
            [.min, -1_000_000_000, -1, 1, 3, 1_000_000_000, .max])
        check(UInt8.self, [0, 1, 3, 250, 255], [1, 2, 100, 255])
    }

    @Test func realsAreNumPysArange() {
        #expect(Tensor<Double>(from: 0, to: 1, by: 0.25).scalars == [0, 0.25, 0.5, 0.75])
        #expect(Tensor<Float>(from: 1, to: -1, by: -0.5).scalars == [1, 0.5, 0, -0.5])
        #expect(Tensor<Double>(from: 3, to: 1).count == 0)
    }

    /// Element i of a long range is start + i · step, each operation rounded once, in every chunk.
    @Test func longRangesAreRoundedOnce() {
        let (start, step): (Float, Float) = (0.1, 0.3)
        let floats: [Float] = Tensor<Float>(from: start, to: 40_000, by: step).scalars
        #expect(floats.count > 130_000)
        let wrong: Int? = floats.indices.first { floats[$0] != start + Float($0) * step }
        #expect(wrong == nil)
        let doubles: [Double] = Tensor<Double>(from: 5, to: -7000, by: -0.07).scalars
        #expect(doubles.indices.first { doubles[$0] != 5 + Double($0) * -0.07 } == nil)
        #expect(Tensor<Float>(from: 0, to: 0x1.4p24).scalars.last == 0x1.4p24 - 1)
        let integers: [Int16] = Tensor<Int16>(from: -30_000, to: 30_000, by: 7).scalars
        #expect(integers.indices.first { Int(integers[$0]) != -30_000 + 7 * $0 } == nil)
    }

    /// A repeated value fills tensors of every length and type.
    @Test func repeatedValuesFillTheTensor() {
        func check<Scalar: TensorScalar>(_ value: Scalar) {
            for count in [0, 1, 3, 127, 128, 129, 511, 512, 2047, 2048, 2049, 70_000] {
                let scalars: [Scalar] = Tensor(repeating: value, shape: [count]).scalars
                #expect(scalars.count == count && scalars.allSatisfy { $0 == value }, "\(Scalar.self) \(count)")
            }
        }
        check(true)
        check(UInt8(200))
        check(Int16(-3))
        check(Float(1.5))
        check(Double(-2.5))
        check(Complex<Double>(1, 2))
    }

    // The arguments are texts, because an exit test encodes captured values as JSON, which has no NaN.
    @Test(arguments: [("nan", "1"), ("0", "inf"), ("0", "1e300")])
    func endlessRangesTrap(_ start: String, _ end: String) async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            [start = start as String, end = end as String] in
            _ = Tensor<Double>(from: Double(start) ?? 0, to: Double(end) ?? 0)
        }
        let sentence = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(sentence.contains("are not finitely many elements"))
    }
}
