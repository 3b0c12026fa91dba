import Foundation
import Interchange
import Tensors
import Testing

/// The reader of text files rounds every decimal number to the nearest binary number. The expected numbers come from
/// the C library's functions `strtod` and `strtof`.
@Suite struct BinaryRoundingTests {
    private func doubles(_ texts: [String]) throws -> [Double] {
        let text: String = texts.joined(separator: "\n")
        return try TextFile<Double>(Data(text.utf8), path: "text").values.scalars
    }

    private func floats(_ texts: [String]) throws -> [Float] {
        let text: String = texts.joined(separator: "\n")
        return try TextFile<Float>(Data(text.utf8), path: "text").values.scalars
    }

    private func expectExact(_ texts: [String]) throws {
        for (text, value) in zip(texts, try doubles(texts)) {
            #expect(value.bitPattern == strtod(text, nil).bitPattern, "\(text) is read as \(value)")
        }
        for (text, value) in zip(texts, try floats(texts)) {
            #expect(value.bitPattern == strtof(text, nil).bitPattern, "\(text) is read as \(value) in single precision")
        }
    }

    /// Numbers with 1 to 25 digits are rounded correctly for every exponent from −370 to 320. The library has a table
    /// of powers of five for the exponents from −342 to 308, so the exponents of the test reach beyond both ends of the
    /// table.
    @Test func everyPowerOfTenIsRounded() throws {
        var generator = PhiloxGenerator(seed: 11)
        var texts: [String] = []
        for exponent in -370 ... 320 {
            for length in [1, 5, 16, 17, 18, 19, 20, 25] {
                let digits: String = (0 ..< length).map { _ in "\(generator.next(below: 10))" }.joined()
                texts.append("\(digits)e\(exponent)")
            }
        }
        try expectExact(texts)
    }

    @Test func randomBitsAreReadAgain() throws {
        var generator = PhiloxGenerator(seed: 12)
        let values: [Double] = (0 ..< 2000).map { _ in Double(bitPattern: generator.next()) }.filter(\.isFinite)
        #expect(try doubles(values.map(\.description)) == values)
        try expectExact(values.map { String(format: "%.16e", $0) })
        let singles: [Float] = (0 ..< 2000)
            .map { _ in Float(bitPattern: UInt32(truncatingIfNeeded: generator.next())) }.filter(\.isFinite)
        #expect(try floats(singles.map(\.description)) == singles)
        try expectExact(singles.map { String(format: "%.9e", Double($0)) })
    }

    /// A decimal number exactly halfway between two neighbouring binary numbers is rounded to the even neighbour. A
    /// number slightly above or below the middle is rounded to the nearer neighbour. Some of the texts have 201 digits.
    @Test func tiesAreRoundedToEven() throws {
        var generator = PhiloxGenerator(seed: 13)
        var texts: [String] = []
        for _ in 0 ..< 200 {
            let single = Float(bitPattern: UInt32(truncatingIfNeeded: generator.next()))
            guard single.isFinite, single.nextUp.isFinite else { continue }
            // The middle of two neighbouring numbers of `Float` is a `Double`. With 200 decimals, the text contains all
            // digits of this `Double`.
            let middle: Double = (Double(single) + Double(single.nextUp)) / 2
            texts.append(String(format: "%.200e", middle))
            texts += [String(format: "%.30e", middle.nextUp), String(format: "%.30e", middle.nextDown)]
        }
        // For an odd k, the integer 2ᵉ + k · 2ᵉ⁻⁵³ is halfway between two neighbouring numbers of `Double`. The
        // simplest example is 2⁵³ + 1.
        for exponent in 53 ..< 63 {
            let base: UInt64 = 1 << UInt64(exponent)
            let half: UInt64 = 1 << UInt64(exponent - 53)
            for odd: UInt64 in [1, 3, 5, 12345] {
                let middle: UInt64 = base + odd * half
                texts += [
                    "\(middle)", "\(middle).000000000000000000001", "\(middle - 1).99999999999999999999",
                    "\(middle)e-0",
                ]
                texts.append("\(middle)0e-1")
            }
        }
        try expectExact(texts)
    }

    @Test func extremesAreRounded() throws {
        try expectExact([
            "4.9406564584124654e-324", "2.4703282292062327e-324", "2.4703282292062328e-324",
            "2.47032822920623272088e-324", "2.2250738585072011e-308", "2.2250738585072014e-308",
            "2.22507385850720138309e-308", "1.7976931348623157e308", "1.7976931348623158e308",
            "1.797693134862315808e308",
            "1.7976931348623159e308", "9e307", "1e309", "1e99999999999999999999", "1e-99999999999999999999", "0e99999",
            "-0",
            "1.4012984643e-45", "7.006492321624085e-46", "7.006492321624086e-46", "3.4028235677973366e38",
            "3.4028235677973362e38", "1.1754943508222875e-38", "1.17549429e-38", "1e23", "8.5e22", "9007199254740993",
            "0." + String(repeating: "0", count: 400) + "1e401", "1" + String(repeating: "0", count: 400) + "e-400",
            String(repeating: "9", count: 400), "0." + String(repeating: "3", count: 1000),
            "00000000000000000000000001.5",
        ])
    }
}
