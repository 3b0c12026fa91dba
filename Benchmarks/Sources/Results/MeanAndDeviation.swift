/// The mean and the sample standard deviation of several values. The deviation divides by the number of values minus 1.
public struct MeanAndDeviation {
    public let mean, deviation: Double

    public init(of values: [Double]) {
        let mean: Double = values.reduce(0, +) / Double(values.count)
        let variance: Double = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
        (self.mean, deviation) = (mean, variance.squareRoot())
    }
}
