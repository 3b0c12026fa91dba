/// The normalisation of grey values by `(value / 255 − mean) / deviation`.
public struct PixelNormalization: Sendable, Hashable {
    /// The mean of the pixels, on the scale 0…1.
    public let mean: Float
    /// The standard deviation of the pixels, on the scale 0…1.
    public let deviation: Float

    /// Creates a normalisation by a mean and a standard deviation. A deviation of 0 gives infinite or NaN pixels.
    public init(mean: Float, deviation: Float) { (self.mean, self.deviation) = (mean, deviation) }

    /// The normalisation by the mean 0.1307 and the standard deviation 0.3081 of MNIST's training images.
    public static let mnist = PixelNormalization(mean: 0.1307, deviation: 0.3081)
    /// The normalisation that only scales grey values to 0…1.
    public static let unit = PixelNormalization(mean: 0, deviation: 1)

    /// Returns the normalised grey value.
    public func callAsFunction(_ value: UInt8) -> Float { (Float(value) / 255 - mean) / deviation }

    /// The normalised value of black, which is used for pixels beyond the edge of an image.
    public var background: Float { self(0) }
}
