internal import CKernels

/// A random generator whose numbers are a function of a seed and a position: Philox4x32-10.
///
/// The algorithm does not change: the same seed gives the same numbers in every release. A number does not depend on
/// the numbers before it. So several threads can fill a tensor, and the result does not depend on the number of
/// threads.
///
/// Source: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
public struct PhiloxGenerator: RandomNumberGenerator, Sendable, Hashable, Codable {
    /// The seed, which is the key of the Philox algorithm.
    public let seed: UInt64
    /// The position of the next block of four 32-bit numbers. A program that saves the seed and this position can
    /// restore the generator later. If `next` has used only the first half of a block, the restored generator skips the
    /// second half.
    public private(set) var block: UInt64
    /// The second half of the current block if `next` has returned only the first half, otherwise `nil`.
    private var pending: UInt64?

    /// Creates a generator.
    ///
    /// - Parameters:
    ///   - seed: The seed.
    ///   - block: The position of the first block: 0, or a saved position.
    public init(seed: UInt64, block: UInt64 = 0) {
        self.seed = seed
        self.block = block
    }

    /// Returns the next 64 random bits, uniformly distributed.
    public mutating func next() -> UInt64 {
        if let second = pending {
            pending = nil
            return second
        }
        var words: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
        synann_philox_block(seed, takeBlocks(1), &words.0, &words.1, &words.2, &words.3)
        pending = UInt64(words.2) | UInt64(words.3) << 32
        return UInt64(words.0) | UInt64(words.1) << 32
    }

    /// Returns a random integer in `0 ..< bound`. The probabilities are equal to within 2⁻⁶⁴. Traps unless `bound` is
    /// positive.
    ///
    /// Source: D. Lemire, "Fast random integer generation in an interval", 2019: the high half of a product.
    public mutating func next(below bound: Int) -> Int {
        require(bound > 0, "next(below:): the bound \(bound) is not positive")
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// Returns a new generator whose seed is the next number of this generator. The new generator is for a part of a
    /// program that needs independent random numbers.
    public mutating func split() -> PhiloxGenerator { PhiloxGenerator(seed: next()) }

    /// Reserves `count` blocks and returns the position of the first block.
    mutating func takeBlocks(_ count: Int) -> UInt64 {
        defer { block &+= UInt64(count) }
        return block
    }

    /// Lets a kernel use the next numbers of 64 bits, as if `next` had returned them.
    ///
    /// - Parameter kernel: Receives the seed, the block of the first number, and whether this number is the second number
    ///   of the block. Returns how many numbers it has used.
    mutating func useNumbers(by kernel: (_ seed: UInt64, _ block: UInt64, _ startsAtSecond: Bool) -> Int) {
        let startsAtSecond: Bool = pending != nil
        let first: UInt64 = startsAtSecond ? block &- 1 : block
        let used: Int = kernel(seed, first, startsAtSecond)
        guard used > 0 else { return }
        let end: Int = used + (startsAtSecond ? 1 : 0)
        (block, pending) = (first &+ UInt64(end / 2), nil)
        if end % 2 == 1 { _ = next() }
    }

    /// Returns the numbers `0 ..< count` in random order, by the Fisher–Yates algorithm. Traps if `count` is negative.
    public mutating func permutation(_ count: Int) -> [Int] {
        var order = Array(0 ..< count)
        for last in stride(from: count - 1, to: 0, by: -1) { order.swapAt(last, next(below: last + 1)) }
        return order
    }
}
