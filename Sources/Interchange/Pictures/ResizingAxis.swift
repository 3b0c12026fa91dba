internal import CKernels

/// The weights with which the samples along one axis of a resized picture are means of samples of the source.
struct ResizingAxis {
    /// The number of samples of the result.
    let count: Int
    /// The samples of the source that have a weight.
    let used: Range<Int>
    /// The first sample of each mean, relative to the first used one.
    private let first: [Int32]
    /// The number of samples of each mean.
    private let taps: [Int32]
    /// The weights of each mean, followed by zeros up to `stride`.
    private let weights: [Float]
    private let stride: Int

    /// Computes the weights.
    ///
    /// - Parameters:
    ///   - sourceCount: The number of samples of the source.
    ///   - usedLength: The length of the centred part of the source that the result shows. Samples outside of this part
    ///     have a weight if the triangle of a mean reaches them.
    ///   - count: The number of samples of the result.
    init(sourceCount: Int, usedLength: Double, count: Int) {
        let scale: Double = usedLength / Double(count)
        let start: Double = (Double(sourceCount) - usedLength) * 0.5
        // The half width of the triangle.
        let reach: Double = max(scale, 1)
        let stride: Int = (2 * Int(reach.rounded(.up)) + 1 + 3) / 4 * 4
        var (first, taps): ([Int32], [Int32]) = ([], [])
        var weights = [Float](repeating: 0, count: count * stride)
        var row: [Double] = []
        for index in 0 ..< count {
            let center: Double = start + (Double(index) + 0.5) * scale
            let lower: Int = max(Int(center - reach + 0.5), 0)
            let upper: Int = min(Int(center + reach + 0.5), sourceCount)
            row.removeAll(keepingCapacity: true)
            for position in lower ..< upper {
                row.append(max(0, 1 - abs(Double(position) - center + 0.5) / reach))
            }
            let sum: Double = row.reduce(0, +)
            for (tap, weight) in row.enumerated() { weights[index * stride + tap] = Float(weight / sum) }
            first.append(Int32(lower))
            taps.append(Int32(row.count))
        }
        let lowest: Int32 = first.min() ?? 0
        let highest: Int32 = zip(first, taps).map { $0 + $1 }.max() ?? 0
        used = Int(lowest) ..< Int(highest)
        (self.count, self.stride, self.weights, self.taps) = (count, stride, weights, taps)
        self.first = first.map { $0 - lowest }
    }

    /// Calls `body` with the weights in the form that the kernel reads.
    func withWeights(_ body: (UnsafePointer<synann_resize_axis>) -> Void) {
        first.withUnsafeBufferPointer { first in
            taps.withUnsafeBufferPointer { taps in
                weights.withUnsafeBufferPointer { weights in
                    var axis = synann_resize_axis(
                        count: count, stride: stride, first: first.baseAddress, taps: taps.baseAddress,
                        weights: weights.baseAddress)
                    body(&axis)
                }
            }
        }
    }
}
