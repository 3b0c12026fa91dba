/// The length of an axis in a computation over a batch of any number N of samples: `perSample · N + constant`.
public struct BatchLength: Sendable, Hashable, CustomStringConvertible {
    /// The part of the length that is multiplied by the number of samples.
    public let perSample: Int
    /// The part of the length that does not depend on the number of samples.
    public let constant: Int

    /// Creates the length `perSample · N + constant`, where N is the number of samples in the batch.
    public init(perSample: Int = 0, constant: Int) { (self.perSample, self.constant) = (perSample, constant) }

    /// Creates the length that is `first` for a batch of `sizes.0` samples and `second` for a batch of `sizes.1`
    /// samples. The sizes must differ. Returns `nil` if `perSample` would not be a whole number.
    init?(_ first: Int, _ second: Int, sizes: (Int, Int)) {
        let (perSample, rest) = (second - first).quotientAndRemainder(dividingBy: sizes.1 - sizes.0)
        guard rest == 0 else { return nil }
        self.init(perSample: perSample, constant: first - perSample * sizes.0)
    }

    /// The length if it is the same for every number of samples, otherwise `nil`.
    public var fixed: Int? { perSample == 0 ? constant : nil }

    /// Returns the length for a batch of `batchSize` samples.
    public func length(batchSize: Int) -> Int { perSample * batchSize + constant }

    /// The length as tables show it, such as `N`, `28·N`, `N + 1` or `10`, where N is the number of samples in the
    /// batch.
    public var description: String {
        if perSample == 0 { return "\(constant)" }
        let multiple: String = perSample == 1 ? "N" : "\(perSample)·N"
        if constant == 0 { return multiple }
        return constant > 0 ? "\(multiple) + \(constant)" : "\(multiple) − \(-constant)"
    }
}
