import Tensors

/// The normalisation of pixels by `(value / 255 − mean) / deviation`, with a mean and a deviation for each channel.
public struct PixelNormalization: Sendable, Hashable {
    /// The mean of the pixels of each channel, on the scale 0…1. A single number is for all channels.
    public let means: [Float]
    /// The standard deviation of the pixels of each channel, on the scale 0…1. A single number is for all channels.
    public let deviations: [Float]

    /// Creates a normalisation by a mean and a standard deviation for all channels. A deviation of 0 gives infinite or
    /// NaN pixels.
    public init(mean: Float, deviation: Float) { (means, deviations) = ([mean], [deviation]) }

    /// Creates a normalisation by a mean and a standard deviation for each channel. Traps if the arrays differ in length
    /// or are empty. A deviation of 0 gives infinite or NaN pixels.
    public init(means: [Float], deviations: [Float]) {
        require(
            means.count == deviations.count && !means.isEmpty,
            "PixelNormalization: \(means.count) means and \(deviations.count) deviations")
        (self.means, self.deviations) = (means, deviations)
    }

    /// Measures the mean and the standard deviation of each channel over the images of a source.
    ///
    /// The sums are exact integers, so the order of the images has no effect. A channel whose pixels are
    /// all equal gets the deviation 1.
    ///
    /// - Parameters:
    ///   - images: The images.
    ///   - limit: The greatest number of images to read. If there are more, a random sample is read, the same in every
    ///     call. Evenly spaced images would not do: every sixth image of MNIST is darker than the others.
    /// - Throws: The error of the source.
    public init<Images: ImageSource>(of images: Images, limit: Int = 10_000) throws(Images.Failure) {
        let (channels, size): (Int, Int) = (images.shape.channels, images.shape.pixelsPerChannel)
        var (sums, squares): ([Int], [Int]) = (
            .init(repeating: 0, count: channels), .init(repeating: 0, count: channels)
        )
        var generator = PhiloxGenerator(seed: 0)
        let sample: ArraySlice<Int> =
            images.count <= limit ? Array(0 ..< images.count)[...] : generator.permutation(images.count).prefix(limit)
        for index in sample {
            let pixels: ArraySlice<UInt8> = try images.pixels(of: index)
            for channel in 0 ..< channels {
                let start: Int = pixels.startIndex + channel * size
                var (sum, square): (Int, Int) = (0, 0)
                for pixel in pixels[start ..< start + size] {
                    sum += Int(pixel)
                    square += Int(pixel) * Int(pixel)
                }
                sums[channel] += sum
                squares[channel] += square
            }
        }
        let total = Double(max(1, sample.count * size))
        means = sums.map { Float(Double($0) / total / 255) }
        deviations = zip(sums, squares).map { sum, square in
            let mean: Double = Double(sum) / total
            let variance: Double = max(0, Double(square) / total - mean * mean)
            return variance > 0 ? Float(variance.squareRoot() / 255) : 1
        }
    }

    /// The normalisation by the mean 0.1307 and the standard deviation 0.3081 of MNIST's training images.
    public static let mnist = PixelNormalization(mean: 0.1307, deviation: 0.3081)
    /// The normalisation that only scales pixels to 0…1.
    public static let unit = PixelNormalization(mean: 0, deviation: 1)

    /// Returns the normalised value of a pixel of the given channel.
    public func callAsFunction(_ value: UInt8, channel: Int = 0) -> Float {
        let (mean, deviation): (Float, Float) = (means.count == 1 ? means[0] : means[channel], deviation(channel))
        return (Float(value) / 255 - mean) / deviation
    }

    private func deviation(_ channel: Int) -> Float { deviations.count == 1 ? deviations[0] : deviations[channel] }

    /// Returns the normalised values of the 256 values of a pixel of the given channel.
    func table(channel: Int) -> [Float] { (0 ..< 256).map { self(UInt8($0), channel: channel) } }

    /// The normalised value of black in the first channel, which is used for pixels beyond the edge of an image.
    public var background: Float { self(0) }
}
