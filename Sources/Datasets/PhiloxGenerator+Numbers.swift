import Tensors

/// Single random numbers. They are computed only by additions and multiplications, so their bits are the same on every
/// platform.
extension PhiloxGenerator {
    /// Returns a uniform number in `[0, 1)`, computed from 24 random bits.
    package mutating func uniform() -> Float { Float(next() >> 40) * 0x1p-24 }

    /// Returns a uniform number in `[lower, upper)`.
    package mutating func uniform(_ lower: Float, _ upper: Float) -> Float { lower + (upper - lower) * uniform() }

    /// Returns a uniform number in `[-limit, limit)`.
    package mutating func uniform(within limit: Float) -> Float { uniform(-limit, limit) }

    /// Returns an approximately normal number with mean 0 and the given standard deviation.
    ///
    /// The number is the sum of four uniform numbers of 16 random bits, minus 2 and scaled by √3, because the variance
    /// of the sum is 4/12. Its absolute value is at most 3.5 standard deviations.
    package mutating func bell(_ deviation: Float) -> Float {
        let bits: UInt64 = next()
        var sum: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 16) { sum += (bits >> shift) & 0xFFFF }
        return (Float(sum) * 0x1p-16 - 2) * 1.732_050_8 * deviation
    }
}
