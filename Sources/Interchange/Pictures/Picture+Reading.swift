import Files
import Foundation

extension Picture {
    /// Reads a PNG or JPEG file, whichever its first bytes indicate, and converts the pixels to `color`.
    ///
    /// RGB pixels are those of `PNGImage` and `JPEGImage`: a transparent pixel is mixed with white, and the picture is
    /// turned upright as the Exif data of a JPEG file say. A grey sample of a coloured pixel is the luma
    /// `0.299 R + 0.587 G + 0.114 B` of ITU-R BT.601, computed from the samples, for both formats. This is the
    /// conversion of Pillow and OpenCV. `PNGImage` mixes light instead, which gives other samples for coloured pixels.
    ///
    /// The function uses no state outside the call, so any number of threads can read pictures at the same time.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - color: The samples of a pixel of the result.
    ///   - shorterSide: If this is not `nil`, a JPEG picture may be decoded at a half, a quarter or an eighth of its
    ///     size, as long as its shorter side has at least `shorterSide` pixels. See `JPEGImage` for the accuracy.
    ///   - pixelLimit: The maximum number of pixels in the file. For a larger picture the function throws before it
    ///     allocates memory for the pixels.
    /// - Throws: `PictureError` if the file cannot be read, is neither a PNG nor a JPEG file, is damaged, ends too
    ///   early, or exceeds `pixelLimit`.
    public init(
        contentsOf path: String, as color: Color, reducedToAtLeast shorterSide: Int? = nil, pixelLimit: Int = 1 << 28
    ) throws(PictureError) {
        let data: Data
        do { data = try FileContents.copiedBytes(of: path) } catch {
            throw PictureError(path: path, .unreadable(error.reason))
        }
        try self.init(data, path: path, as: color, reducedToAtLeast: shorterSide, pixelLimit: pixelLimit)
    }

    /// Reads the bytes of a PNG or JPEG file, as `init(contentsOf:as:reducedToAtLeast:pixelLimit:)` reads a file.
    ///
    /// - Parameters:
    ///   - data: The bytes of the file.
    ///   - path: The path that errors contain.
    ///   - color: The samples of a pixel of the result.
    ///   - shorterSide: The least shorter side of a JPEG picture that is decoded at a reduced size.
    ///   - pixelLimit: The maximum number of pixels in the file.
    /// - Throws: `PictureError` if the bytes are neither a PNG nor a JPEG file, are damaged, end too early, or exceed
    ///   `pixelLimit`.
    public init(
        _ data: Data, path: String, as color: Color, reducedToAtLeast shorterSide: Int? = nil,
        pixelLimit: Int = 1 << 28
    ) throws(PictureError) {
        let result: Result<Picture, PictureError.Fault> = data.withUnsafeBytes { bytes in
            Result { () throws(PictureError.Fault) in
                try Self.decoded(bytes, color, shorterSide, pixelLimit)
            }
        }
        switch result {
        case .success(let picture): self = picture
        case .failure(let fault): throw PictureError(path: path, fault)
        }
    }

    private static func decoded(
        _ bytes: UnsafeRawBufferPointer, _ color: Color, _ shorterSide: Int?, _ pixelLimit: Int
    ) throws(PictureError.Fault) -> Picture {
        if JPEGImage.isBegun(by: bytes) {
            do { return Picture(try JPEGImage.decoded(bytes, color, shorterSide, pixelLimit)) } catch {
                switch error {
                case .unreadable(let reason): throw .unreadable(reason)
                case .tooLarge(let width, let height, let limit):
                    throw .tooLarge(width: width, height: height, limit: limit)
                }
            }
        }
        if PNGImage.isBegun(by: bytes) {
            do { return Picture(try PNGImage.decoded(bytes, color, .luma, pixelLimit)) } catch {
                switch error {
                case .unreadable(let reason), .unwritable(let reason): throw .unreadable(reason)
                case .tooLarge(let width, let height, let limit):
                    throw .tooLarge(width: width, height: height, limit: limit)
                }
            }
        }
        if bytes.isEmpty { throw .unreadable("it is empty") }
        throw .otherFormat(FileFormat(recognizing: bytes.prefix(16)))
    }
}
