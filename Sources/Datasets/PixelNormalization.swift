/// A normalisation of grey values: `(value / 255 − mean) / deviation`.
public struct PixelNormalization: Sendable, Hashable {
    /// The mean of the pixels, on the scale 0…1.
    public let mean: Float
    /// The standard deviation of the pixels, on the scale 0…1.
    public let deviation: Float

    /// A normalisation by a mean and a standard deviation. A deviation of 0 gives infinite or NaN pixels.
    public init(mean: Float, deviation: Float) { (self.mean, self.deviation) = (mean, deviation) }

    /// The mean and standard deviation of MNIST's training images: 0.1307 and 0.3081.
    public static let mnist = PixelNormalization(mean: 0.1307, deviation: 0.3081)
    /// Scales grey values to 0…1.
    public static let unit = PixelNormalization(mean: 0, deviation: 1)

    /// The normalised grey value.
    public func callAsFunction(_ value: UInt8) -> Float { (Float(value) / 255 - mean) / deviation }

    /// The normalised value of black, for pixels beyond an image's edge.
    public var background: Float { self(0) }
}
