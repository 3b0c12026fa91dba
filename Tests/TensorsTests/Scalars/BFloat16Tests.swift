import Tensors
import Testing

@Suite struct BFloat16Tests {
    @Test func everyNumberIsPrintedSoThatItCanBeReadAgain() {
        for bits in stride(from: UInt16(0), to: .max, by: 5) {
            let value = BFloat16(bitPattern: bits)
            guard value.isFinite else { continue }
            let text: String = value.description
            let read = Double(text).map { BFloat16($0) }
            #expect(read?.bitPattern == bits, "\(bits) is printed as \(text)")
            let digits: String = text.prefix { $0 != "e" }.filter(\.isNumber)
            let significant: Int = digits.trimmingZeros.count
            #expect(significant <= 4, "\(text)")
        }
        #expect(BFloat16.nan.description == "nan" && BFloat16.infinity.description == "inf")
        #expect(BFloat16(-Float.infinity).description == "-inf")
    }

    /// The initializers of `BFloat16` round as the kernels do. `HalfTests` checks the kernels for every bit pattern.
    @Test func initializersRoundAsTheKernels() {
        var generator = PhiloxGenerator(seed: 21)
        for _ in 0 ..< 20 {
            let doubles: [Double] = (0 ..< 1000).map { _ in
                let bits: UInt64 = generator.next()
                // Half of the numbers have random bits, and most of these numbers overflow or underflow in `Float`. The
                // other half are next to numbers of `Float`.
                return bits & 1 == 0 ? Double(bitPattern: bits) : Double(Float(bitPattern: UInt32(bits >> 32))).nextUp
            }
            let expected: [UInt16] = Tensor<BFloat16>(Tensor(doubles)).scalars.map(\.bitPattern)
            #expect(doubles.map { BFloat16($0).bitPattern } == expected)
            let singles: [Float] = doubles.map { Float($0) }
            let expectedOfSingles: [UInt16] = Tensor<BFloat16>(Tensor(singles)).scalars.map(\.bitPattern)
            #expect(singles.map { BFloat16($0).bitPattern } == expectedOfSingles)
        }
    }

    @Test func comparisonFollowsIEEE754() {
        let (zero, negativeZero, nan): (BFloat16, BFloat16, BFloat16) = (0, BFloat16(bitPattern: 0x8000), .nan)
        #expect(zero == negativeZero && zero.hashValue == negativeZero.hashValue)
        #expect(zero.sign == .plus && negativeZero.sign == .minus)
        #expect(nan != nan && !(nan < zero) && !(zero < nan) && nan.isNaN && !nan.isFinite)
        #expect(BFloat16(-2.5 as Float) < 1.5 && .greatestFiniteMagnitude < BFloat16.infinity)
        #expect(Set<BFloat16>([zero, negativeZero, 1, 1]).count == 2)
    }

    @Test func constantsHaveTheirValues() {
        #expect(Double(BFloat16.greatestFiniteMagnitude) == 0x1.FEp127)
        #expect(Double(BFloat16.leastNormalMagnitude) == 0x1p-126)
        #expect(Double(BFloat16.leastNonzeroMagnitude) == 0x1p-133)
        #expect(Double(BFloat16.ulpOfOne) == 0x1p-7)
        #expect(Float(BFloat16.infinity) == .infinity && Float(BFloat16.nan).isNaN && !BFloat16.infinity.isFinite)
        #expect(!Float(BFloat16(bitPattern: 0x7F81)).isSignalingNaN)
    }
}

extension String {
    /// The text without the zeros at its start and at its end.
    fileprivate var trimmingZeros: String {
        let start: Substring = drop { $0 == "0" }
        return String(start.reversed().drop { $0 == "0" })
    }
}
