internal import CKernels

/// A random generator whose numbers are a function of a seed and a position: Philox4x32-10.
///
/// The algorithm is fixed: the same seed gives the same numbers in every release. Because number i needs no number
/// before it, tensors are filled on several threads, and the result does not depend on how many.
///
/// Source: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
public struct PhiloxGenerator: RandomNumberGenerator, Sendable, Hashable, Codable {
    /// The seed, which is Philox's key.
    public let seed: UInt64
    /// The next block of four 32-bit numbers. With the seed, and between whole draws, it is the generator's state.
    public private(set) var block: UInt64
    /// The half of a block that `next` has still to give out.
    private var pending: UInt64?

    /// The generator with a seed, at its first number or at a saved block.
    public init(seed: UInt64, block: UInt64 = 0) {
        self.seed = seed
        self.block = block
    }

    /// 64 uniform bits.
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

    /// A number below `bound`, each with the same probability up to 2⁻⁶⁴: the high half of a product (Lemire 2019).
    public mutating func next(below bound: Int) -> Int {
        require(bound > 0, "next(below:): the bound \(bound) is not positive")
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A generator with a seed of its own, drawn from this one: for a part of a program that draws at its own pace.
    public mutating func split() -> PhiloxGenerator { PhiloxGenerator(seed: next()) }

    /// Sets `count` blocks aside and answers the first.
    mutating func takeBlocks(_ count: Int) -> UInt64 {
        defer { block &+= UInt64(count) }
        return block
    }

    /// `0 ..< count` in random order (Fisher–Yates).
    public mutating func permutation(_ count: Int) -> [Int] {
        var order = Array(0 ..< count)
        for last in stride(from: count - 1, to: 0, by: -1) { order.swapAt(last, next(below: last + 1)) }
        return order
    }
}
