/// The shape of the images of a data set.
public struct ImageShape: Sendable, Hashable, CustomStringConvertible {
    /// The number of channels: 1 for grey images, 3 for red, green and blue.
    public let channels: Int
    /// The height and width in pixels.
    public let height, width: Int

    /// Creates a shape.
    public init(channels: Int, height: Int, width: Int) {
        (self.channels, self.height, self.width) = (channels, height, width)
    }

    /// The shape of MNIST's images: one channel of 28 × 28 pixels.
    public static let mnist = ImageShape(channels: 1, height: 28, width: 28)

    /// The number of pixels of each channel.
    public var pixelsPerChannel: Int { height * width }
    /// The number of values of an image, one for each pixel of each channel.
    public var count: Int { channels * height * width }
    /// The lengths of the axes of an image: channels, height and width.
    public var dimensions: [Int] { [channels, height, width] }

    /// The text `height × width`, followed by `grey` or the number of channels.
    public var description: String {
        "\(height) × \(width) " + (channels == 1 ? "grey" : channels == 3 ? "RGB" : "with \(channels) channels")
    }
}
