public import Tensors

/// A source whose passes in random order draw samples with replacement, by weights: see `DataSource.sampled(by:)`.
public struct WeightedSampling<Base: DataSource>: DataSource {
    /// The source of the samples.
    public let base: Base
    /// The sums of the weights of the samples up to each sample.
    private let sums: [Double]

    public typealias Batch = Base.Batch

    init(_ base: Base, _ weights: [Double]) {
        require(weights.count == base.count, "sampled: \(weights.count) weights for \(base.count) samples")
        var (sums, sum): ([Double], Double) = ([], 0)
        for (index, weight) in weights.enumerated() {
            require(weight >= 0 && weight.isFinite, "sampled: the weight \(weight) of sample \(index) is not 0 or more")
            sum += weight
            sums.append(sum)
        }
        require(weights.isEmpty || (sum > 0 && sum.isFinite), "sampled: the sum \(sum) of the weights is not positive")
        (self.base, self.sums) = (base, sums)
    }

    public static var sampleName: String { Base.sampleName }
    public var count: Int { base.count }
    public var batchesAhead: Int { base.batchesAhead }

    public func batch(_ indices: ArraySlice<Int>) throws(Base.Failure) -> Base.Batch { try base.batch(indices) }

    public func augmented(_ batch: Base.Batch, using generator: inout PhiloxGenerator) -> Base.Batch {
        base.augmented(batch, using: &generator)
    }

    public func shuffledIndices(using generator: inout PhiloxGenerator) -> [Int] {
        guard let total = sums.last else { return [] }
        return (0 ..< count).map { _ in
            // 53 random bits give a number in [0, 1), so the point is less than `total` except for rounding.
            let point: Double = min(Double(generator.next() >> 11) * 0x1p-53 * total, total.nextDown)
            return firstIndex(above: point)
        }
    }

    /// Returns the first sample whose sum of weights exceeds `point`. The weight of this sample is positive.
    private func firstIndex(above point: Double) -> Int {
        var (low, high): (Int, Int) = (0, sums.count - 1)
        while low < high {
            let middle: Int = (low + high) / 2
            if sums[middle] > point { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension DataSource {
    /// Returns a source whose passes in random order draw `count` samples with replacement. The probability of a sample
    /// is proportional to its weight. Passes in the order of the samples, as in a test, visit each sample once.
    ///
    /// With the weight `1 / n` for each sample of a class of n samples, all classes are equally frequent.
    ///
    /// - Parameter weights: The weight of each sample. Traps if the number of weights is not `count`, if a weight is
    ///   negative or not finite, or if all weights are 0.
    public func sampled(by weights: [Double]) -> WeightedSampling<Self> { WeightedSampling(self, weights) }
}
