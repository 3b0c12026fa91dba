import Files
import Foundation

/// A grey or RGB picture with 8-bit samples, which libjpeg-turbo reads from a JPEG file.
public struct JPEGImage: Sendable, Hashable {
    /// The kind of samples of a pixel.
    public typealias Color = Picture.Color

    /// The number of pixels in a row.
    public let width: Int
    /// The number of rows.
    public let height: Int
    /// The kind of samples of a pixel.
    public let color: Color
    /// The samples of all pixels, `[height, width, color.rawValue]` in row-major order. The first row is the top.
    public let pixels: [UInt8]

    /// Reads a JPEG file, baseline or progressive, and converts the pixels to `color`.
    ///
    /// - **Samples.** The samples are those of libjpeg-turbo's accurate decoder with smooth chroma, as in Pillow and
    ///   OpenCV. If `color` is `.gray`, a sample is the luma `0.299 R + 0.587 G + 0.114 B` that the file contains. It differs from the luma of the RGB samples by at
    ///   most 1, except for colours outside of the range of RGB, whose samples are clipped to 0…255.
    /// - **CMYK.** Pictures of four inks (CMYK or YCCK) are converted by `R = C·K/255`, and so on, where 255 means no
    ///   ink. Adobe's programs and Pillow store and read inks in this way. Colour profiles are not applied.
    /// - **Orientation.** The picture is turned upright as the orientation in the file's Exif data says, as Pillow's
    ///   `ImageOps.exif_transpose` does. An orientation that is damaged or unknown is ignored.
    /// - **Damage.** A file that ends too early or contains impossible data is refused. No part of the picture is
    ///   returned. JPEG files have no checksum, so other damage may change pixels without an error.
    /// - **Reduction.** With `shorterSide`, the picture is decoded at the smallest of the sizes 1/8, 1/4, 1/2 and 1
    ///   whose shorter side has at least `shorterSide` pixels. Each side is rounded up. This saves time for large
    ///   pictures that are resized afterwards. A pixel is then about the mean of the pixels that it replaces. Pillow's
    ///   `draft` does the same. For two pictures of smooth noise that were resized to 100 to 224 pixels, the samples
    ///   differed from those without a reduction by 0.5 to 1.4 on average, and by at most 11.
    ///
    /// Arithmetic coding, 12-bit samples and lossless JPEG are not supported.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - color: The samples of a pixel of the result.
    ///   - shorterSide: The least shorter side of a picture that is decoded at a reduced size; `nil` decodes the whole
    ///     size. Traps if the value is not positive.
    ///   - pixelLimit: The maximum number of pixels in the file. For a larger picture the function throws before it
    ///     allocates memory for the pixels.
    /// - Throws: `JPEGError` if the file cannot be read, is not a JPEG file, is damaged, ends too early, is of an
    ///   unsupported kind, or exceeds `pixelLimit`.
    public init(
        contentsOf path: String, as color: Color, reducedToAtLeast shorterSide: Int? = nil, pixelLimit: Int = 1 << 28
    ) throws(JPEGError) {
        let data: Data
        do { data = try FileContents.copiedBytes(of: path) } catch {
            throw JPEGError(path: path, .unreadable(error.reason))
        }
        try self.init(data, path: path, as: color, reducedToAtLeast: shorterSide, pixelLimit: pixelLimit)
    }

    /// Reads the bytes of a JPEG file, as `init(contentsOf:as:reducedToAtLeast:pixelLimit:)` reads a file.
    ///
    /// - Parameters:
    ///   - data: The bytes of the file.
    ///   - path: The path that errors contain.
    ///   - color: The samples of a pixel of the result.
    ///   - shorterSide: The least shorter side of a picture that is decoded at a reduced size.
    ///   - pixelLimit: The maximum number of pixels in the file.
    /// - Throws: `JPEGError` if the bytes are not a JPEG file, are damaged, end too early, are of an unsupported kind,
    ///   or exceed `pixelLimit`.
    public init(
        _ data: Data, path: String, as color: Color, reducedToAtLeast shorterSide: Int? = nil,
        pixelLimit: Int = 1 << 28
    ) throws(JPEGError) {
        let result: Result<JPEGImage, JPEGError.Fault> = data.withUnsafeBytes { bytes in
            Result { () throws(JPEGError.Fault) in try Self.decoded(bytes, color, shorterSide, pixelLimit) }
        }
        switch result {
        case .success(let picture): self = picture
        case .failure(let fault): throw JPEGError(path: path, fault)
        }
    }

    init(width: Int, height: Int, color: Color, pixels: [UInt8]) {
        (self.width, self.height, self.color, self.pixels) = (width, height, color, pixels)
    }
}
