import CKernels
import Foundation
import TestSupport
import Testing

/// The kernels convert numbers of 16 bits to `Float` and `Double`, and back, with one rounding. The test computes the
/// exact value of each bit pattern from its exponent and its fraction. Run the tests with each value of SYNANN_KERNELS.
@Suite struct HalfTests {
    private struct Format: Sendable, CustomTestStringConvertible {
        let type: synann_half_type
        let fractionBits: Int
        let bias: Int

        var testDescription: String { type == SYNANN_BFLOAT16 ? "BFloat16" : "Float16" }
        var fractionMask: UInt16 { 1 << UInt16(fractionBits) - 1 }
        var infinity: UInt16 { 0x7FFF & ~fractionMask }

        /// Returns the value of a bit pattern without a sign. For the pattern of infinity, the result is the number
        /// that would follow the greatest finite number: the middle of these two numbers is the least number that is
        /// rounded to infinity.
        func magnitude(_ bits: UInt16) -> Double {
            let (exponent, fraction) = (Int(bits >> UInt16(fractionBits)), Double(bits & fractionMask))
            let unit: Double = .pow(2, Double(max(exponent, 1) - bias - fractionBits))
            return (exponent == 0 ? fraction : fraction + Double(1 << fractionBits)) * unit
        }
    }

    private static let formats: [Format] = [
        Format(type: SYNANN_FLOAT16, fractionBits: 10, bias: 15),
        Format(type: SYNANN_BFLOAT16, fractionBits: 7, bias: 127),
    ]

    private func widened(_ bits: [UInt16], _ format: Format) -> (singles: [Float], doubles: [Double]) {
        var (singles, doubles) = ([Float](repeating: 0, count: bits.count), [Double](repeating: 0, count: bits.count))
        synann_widen(format.type, SYNANN_FLOAT, bits.count, bits, &singles)
        synann_widen(format.type, SYNANN_DOUBLE, bits.count, bits, &doubles)
        return (singles, doubles)
    }

    private func narrowed(_ values: [Float], _ format: Format) -> [UInt16] {
        var bits = [UInt16](repeating: 0, count: values.count)
        synann_narrow(SYNANN_FLOAT, format.type, values.count, values, &bits)
        return bits
    }

    private func narrowed(_ values: [Double], _ format: Format) -> [UInt16] {
        var bits = [UInt16](repeating: 0, count: values.count)
        synann_narrow(SYNANN_DOUBLE, format.type, values.count, values, &bits)
        return bits
    }

    @Test(arguments: formats) private func everyPatternIsConvertedBothWays(_ format: Format) {
        let all: [UInt16] = Array(0 ... .max)
        let (singles, doubles) = widened(all, format)
        for bits in all {
            let (single, double) = (singles[Int(bits)], doubles[Int(bits)])
            let magnitude: UInt16 = bits & 0x7FFF
            let isNegative: Bool = bits >> 15 == 1
            #expect((single.sign == .minus) == isNegative && (double.sign == .minus) == isNegative)
            if magnitude > format.infinity {
                #expect(single.isNaN && double.isNaN && !single.isSignalingNaN && !double.isSignalingNaN)
            } else if magnitude == format.infinity {
                #expect(single.isInfinite && double.isInfinite)
            } else {
                #expect(double.magnitude == format.magnitude(magnitude) && Double(single) == double)
            }
        }
        // The conversion makes each NaN quiet: it sets the first bit of the fraction.
        let quiet: UInt16 = 1 << UInt16(format.fractionBits - 1)
        let expected: [UInt16] = all.map { $0 & 0x7FFF > format.infinity ? $0 | quiet : $0 }
        #expect(narrowed(singles, format) == expected)
        #expect(narrowed(doubles, format) == expected)
    }

    /// The middle of two neighbouring 16-bit numbers is rounded to the neighbour whose last bit is 0. The next number
    /// above the middle is rounded up, and the next number below is rounded down. The middle above the greatest finite
    /// number is rounded to infinity.
    @Test(arguments: formats) private func tiesGoToTheEvenNeighbour(_ format: Format) {
        let lower: [UInt16] = Array(0 ..< format.infinity)
        let middles: [Double] = lower.map { (format.magnitude($0) + format.magnitude($0 + 1)) / 2 }
        let even: [UInt16] = lower.map { $0 & 1 == 0 ? $0 : $0 + 1 }
        let upper: [UInt16] = lower.map { $0 + 1 }
        for sign: UInt16 in [0, 0x8000] {
            let factor: Double = sign == 0 ? 1 : -1
            func signed(_ bits: [UInt16]) -> [UInt16] { bits.map { $0 | sign } }
            #expect(narrowed(middles.map { factor * $0 }, format) == signed(even))
            #expect(narrowed(middles.map { factor * $0.nextUp }, format) == signed(upper))
            #expect(narrowed(middles.map { factor * $0.nextDown }, format) == signed(lower))
            let singles: [Float] = middles.map { Float($0) }
            #expect(singles.map { Double($0) } == middles)
            #expect(narrowed(singles.map { Float(factor) * $0 }, format) == signed(even))
            #expect(narrowed(singles.map { Float(factor) * $0.nextUp }, format) == signed(upper))
            #expect(narrowed(singles.map { Float(factor) * $0.nextDown }, format) == signed(lower))
        }
    }

    @Test(arguments: formats) private func greatNumbersBecomeInfinite(_ format: Format) {
        for value: Double in [.infinity, .greatestFiniteMagnitude, 1e300, 1e39] {
            #expect(narrowed([value, -value], format) == [format.infinity, format.infinity | 0x8000])
        }
        #expect(narrowed([Float.greatestFiniteMagnitude], format) == [format.infinity])
        #expect(narrowed([Double.leastNonzeroMagnitude, -1e-60], format) == [0, 0x8000])
        #expect(narrowed([Float.leastNonzeroMagnitude, -0.0], format) == [0, 0x8000])
    }

    /// Arrays of every length from 0 to 69 are converted completely: with each possible number of elements after the
    /// last whole vector.
    @Test(arguments: formats) private func everyLengthIsConvertedWhole(_ format: Format) {
        for count in 0 ..< 70 {
            let values: [Float] = (0 ..< count).map { Float($0) / 4 }
            let bits: [UInt16] = narrowed(values, format)
            #expect(widened(bits, format).singles == values)
            #expect(widened(bits, format).doubles == values.map { Double($0) })
        }
    }
}
