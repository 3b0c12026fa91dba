import Tensors

/// A grey or RGB picture with 8-bit samples, read from a PNG or JPEG file.
///
/// The samples of a pixel are stored beside each other (interleaved). `planarPixels` has a plane for each channel, as
/// networks need.
public struct Picture: Sendable, Hashable {
    /// The kind of samples of a pixel. The raw value is the number of samples.
    public enum Color: Int, Sendable, Hashable, CaseIterable {
        /// One sample, from 0 (black) to 255 (white).
        case gray = 1
        /// Three samples: red, green and blue.
        case rgb = 3
    }

    /// The number of pixels in a row.
    public let width: Int
    /// The number of rows.
    public let height: Int
    /// The kind of samples of a pixel.
    public let color: Color
    /// The samples of all pixels, `[height, width, color.rawValue]` in row-major order. The first row is the top.
    public let pixels: [UInt8]

    /// Creates a picture. Traps if a side is not positive, or if `pixels.count` is not
    /// `width · height · color.rawValue`.
    public init(width: Int, height: Int, color: Color, pixels: [UInt8]) {
        require(
            width > 0 && height > 0 && pixels.count == width * height * color.rawValue,
            "Picture: \(pixels.count) bytes are not \(width) × \(height) pixels of \(color.rawValue)")
        (self.width, self.height, self.color, self.pixels) = (width, height, color, pixels)
    }

    /// Creates a picture with the pixels of a PNG picture.
    public init(_ image: PNGImage) {
        self.init(width: image.width, height: image.height, color: image.color, pixels: image.pixels)
    }

    /// Creates a picture with the pixels of a JPEG picture.
    public init(_ image: JPEGImage) {
        self.init(width: image.width, height: image.height, color: image.color, pixels: image.pixels)
    }
}

extension PNGImage {
    /// Creates a PNG picture with the pixels of a picture, for example to write them to a file.
    public init(_ picture: Picture) {
        self.init(width: picture.width, height: picture.height, color: picture.color, pixels: picture.pixels)
    }
}
