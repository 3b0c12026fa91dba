import Files
import Foundation

extension PNGImage {
    /// Reads a PNG file of any colour type, bit depth and interlacing, and converts the pixels to `color`.
    ///
    /// The samples of an opaque pixel are only converted to 8 bits, unless a coloured pixel is read as grey. Depths
    /// below 8 bits are scaled to 0…255, and 16 bits are rounded to `value · 255/65535`. The chunks gAMA, sRGB, iCCP
    /// and cHRM do not change these samples, as in Pillow, OpenCV and other readers of training data.
    ///
    /// Two kinds of pixels are converted to linear light and mixed (PNG specification, section 13.16). A transparent
    /// pixel is mixed with white: `light = α · light + (1 − α)`, where α is the opacity of the pixel, from 0 to 1. If
    /// `color` is `.gray`, the red, green and blue light of a coloured pixel are mixed to grey:
    /// `0.2126 R + 0.7152 G + 0.0722 B`. The file's gAMA chunk defines the conversion of samples to light. A file
    /// without gAMA, or with an sRGB chunk, uses the transfer function of sRGB.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - color: The samples of a pixel of the result.
    ///   - pixelLimit: The maximum number of pixels. For a larger picture the function throws before it allocates
    ///     memory for the pixels.
    /// - Throws: `PNGError` if the file cannot be read, is not a PNG file, is damaged, ends too early, or exceeds
    ///   `pixelLimit`.
    public init(contentsOf path: String, as color: Color, pixelLimit: Int = 1 << 28) throws(PNGError) {
        let data: Data
        do { data = try FileContents.bytes(of: path) } catch { throw PNGError(path: path, .unreadable(error.reason)) }
        try self.init(data, path: path, as: color, pixelLimit: pixelLimit)
    }

    /// Reads the bytes of a PNG file, as `init(contentsOf:as:pixelLimit:)` reads a file.
    ///
    /// - Parameters:
    ///   - data: The bytes of the file.
    ///   - path: The path that errors contain.
    ///   - color: The samples of a pixel of the result.
    ///   - pixelLimit: The maximum number of pixels.
    /// - Throws: `PNGError` if the bytes are not a PNG file, are damaged, end too early, or exceed `pixelLimit`.
    public init(_ data: Data, path: String, as color: Color, pixelLimit: Int = 1 << 28) throws(PNGError) {
        let result: Result<PNGImage, PNGError.Fault> = data.withUnsafeBytes { bytes in
            Result { () throws(PNGError.Fault) in try Self.decoded(bytes, color, .light, pixelLimit) }
        }
        switch result {
        case .success(let picture): self = picture
        case .failure(let fault): throw PNGError(path: path, fault)
        }
    }
}
