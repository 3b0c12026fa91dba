import Tensors

/// Single random numbers. The numbers are computed only by additions and multiplications, so the bits of the numbers
/// are the same on every platform.
extension PhiloxGenerator {
    /// Returns a uniform number in `[0, 1)`, computed from 24 random bits.
    package mutating func uniform() -> Float { Float(next() >> 40) * 0x1p-24 }

    /// Returns a uniform number in `[lower, upper)`.
    package mutating func uniform(_ lower: Float, _ upper: Float) -> Float { lower + (upper - lower) * uniform() }

    /// Returns a uniform number in `[-limit, limit)`.
    package mutating func uniform(within limit: Float) -> Float { uniform(-limit, limit) }

    /// Returns an approximately normal number with mean 0 and the given standard deviation.
    ///
    /// The sum of four uniform numbers in `[0, 1)` has the mean 2 and the variance 4/12, that is, the standard
    /// deviation 1/√3. The result is this sum minus 2, multiplied by √3 and by `deviation`. Each uniform number has 16
    /// random bits. The absolute value of the result is at most 3.5 standard deviations.
    package mutating func bell(_ deviation: Float) -> Float {
        let bits: UInt64 = next()
        var sum: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 16) { sum += (bits >> shift) & 0xFFFF }
        return (Float(sum) * 0x1p-16 - 2) * 1.732_050_8 * deviation
    }
}
