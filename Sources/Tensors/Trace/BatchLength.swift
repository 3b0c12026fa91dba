/// The length of an axis in a computation over a batch of any size N: `perSample · N + constant`.
public struct BatchLength: Sendable, Hashable, CustomStringConvertible {
    public let perSample: Int
    public let constant: Int

    public init(perSample: Int = 0, constant: Int) { (self.perSample, self.constant) = (perSample, constant) }

    /// The length that is `first` where the batch has `sizes.0` samples and `second` where it has `sizes.1`; none where no
    /// whole number of positions a sample makes it so.
    init?(_ first: Int, _ second: Int, sizes: (Int, Int)) {
        let (slope, rest) = (second - first).quotientAndRemainder(dividingBy: sizes.1 - sizes.0)
        guard rest == 0 else { return nil }
        self.init(perSample: slope, constant: first - slope * sizes.0)
    }

    /// The length itself, where it is the same for every batch.
    public var fixed: Int? { perSample == 0 ? constant : nil }

    /// The length in a batch of so many samples.
    public func length(batchSize: Int) -> Int { perSample * batchSize + constant }

    /// As tables show it: `N`, `28·N`, `N + 1`, `10`.
    public var description: String {
        if perSample == 0 { return "\(constant)" }
        let multiple: String = perSample == 1 ? "N" : "\(perSample)·N"
        if constant == 0 { return multiple }
        return constant > 0 ? "\(multiple) + \(constant)" : "\(multiple) − \(-constant)"
    }
}
