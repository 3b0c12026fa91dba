import Tensors

/// Single random numbers, computed by additions and multiplications only: the same bits on every platform.
extension PhiloxGenerator {
    /// A uniform number in `[0, 1)`, from 24 random bits.
    package mutating func uniform() -> Float { Float(next() >> 40) * 0x1p-24 }

    /// A uniform number in `[lower, upper)`.
    package mutating func uniform(_ lower: Float, _ upper: Float) -> Float { lower + (upper - lower) * uniform() }

    /// A uniform number in `[-limit, limit)`.
    package mutating func uniform(within limit: Float) -> Float { uniform(-limit, limit) }

    /// A nearly normal number with mean 0 and the given standard deviation, at most 3.5 deviations from 0: the sum of
    /// four uniform numbers of 16 random bits, whose variance is 4/12.
    package mutating func bell(_ deviation: Float) -> Float {
        let bits: UInt64 = next()
        var sum: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 16) { sum += (bits >> shift) & 0xFFFF }
        return (Float(sum) * 0x1p-16 - 2) * 1.732_050_8 * deviation
    }
}
