internal import Tensors

extension Communicator {
    /// Returns the share of `rank` when `count` elements are divided among the ranks in contiguous ranges: the
    /// positions from `rank · count / size` to `(rank + 1) · count / size`, both rounded down. Traps unless the rank is
    /// in `0 ..< size`.
    public func share(of count: Int, rank: Int) -> Range<Int> {
        requireRank(rank, "share")
        // The product of two factors could overflow: count = quotient · size + remainder.
        let (quotient, remainder): (Int, Int) = count.quotientAndRemainder(dividingBy: size)
        func start(_ rank: Int) -> Int { quotient * rank + remainder * rank / size }
        return start(rank) ..< start(rank + 1)
    }

    /// The share of this rank: see `share(of:rank:)`.
    public func share(of count: Int) -> Range<Int> { share(of: count, rank: rank) }

    /// Returns how many elements each rank has of an array whose first axis is divided into shares.
    func shareCounts(ofRows rows: Int, elements: Int) -> [Int] {
        (0 ..< size).map { rank in share(of: rows, rank: rank).count * (rows == 0 ? 0 : elements / rows) }
    }

    func requireRank(_ rank: Int, _ operation: String) {
        require(rank >= 0 && rank < size, "\(operation): the rank must be in 0 ..< \(size), not \(rank)")
    }
}

extension Shape {
    /// The shape with `rows` instead of the length of the first axis.
    func replacingRows(by rows: Int) -> Shape { Shape([rows] + dimensions.dropFirst()) }
    /// The number of elements of a row.
    var rowCount: Int { dimensions.dropFirst().reduce(1, *) }
}

/// Returns the positions after which a list of counts begins each of its parts.
func starts(of counts: [Int]) -> [Int] {
    var next = 0
    return counts.map { count in
        defer { next += count }
        return next
    }
}
