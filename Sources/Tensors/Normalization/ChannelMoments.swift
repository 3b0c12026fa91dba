/// The count, mean and variance of each channel over a part of a batch, as numbers that `BatchGroup.reduce` combines.
struct ChannelMoments {
    /// The number of values of a channel.
    var count: Double
    var mean: [Double]
    /// The population variance of each channel.
    var variance: [Double]

    init(count: Int, channels: Int, _ fill: (UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) -> Void) {
        self.count = Double(count)
        (mean, variance) = ([Double](repeating: 0, count: channels), [Double](repeating: 0, count: channels))
        mean.withUnsafeMutableBufferPointer { mean in
            variance.withUnsafeMutableBufferPointer { variance in
                guard let mean = mean.baseAddress, let variance = variance.baseAddress else { return }
                fill(mean, variance)
            }
        }
    }

    /// Creates the moments from `values`, a result of `combine`.
    private init(_ values: [Double]) {
        let channels: Int = values.count / 2
        (count, mean) = (values[0], Array(values[1 ... channels]))
        variance = values[(1 + channels)...].map { [count] in $0 / count }
    }

    /// The count, the mean of each channel, and the sum of the squared deviations of each channel.
    private var values: [Double] { [count] + mean + variance.map { $0 * count } }

    /// Returns the moments of all parts of `group` together.
    func combined(over group: any BatchGroup) -> ChannelMoments {
        ChannelMoments(group.reduce(values, by: Self.combine))
    }

    /// Combines the moments of two parts without cancellation.
    ///
    /// Source: T. F. Chan, G. H. Golub, R. J. LeVeque, "Updating formulae and a pairwise algorithm for computing sample
    /// variances", 1979.
    static func combine(_ left: [Double], _ right: [Double]) -> [Double] {
        if left[0] == 0 { return right }
        if right[0] == 0 { return left }
        let (count, channels): (Double, Int) = (left[0] + right[0], left.count / 2)
        let (share, product): (Double, Double) = (right[0] / count, left[0] * right[0] / count)
        var result = [Double](repeating: count, count: left.count)
        for mean in 1 ..< 1 + channels {
            let distance: Double = right[mean] - left[mean]
            result[mean] = left[mean] + distance * share
            let squares: Int = mean + channels
            result[squares] = left[squares] + right[squares] + distance * distance * product
        }
        return result
    }
}
