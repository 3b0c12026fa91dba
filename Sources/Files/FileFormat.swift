/// A common file format, recognized by its first bytes. If a reader gets a file of another format, its error message
/// contains the name of that format.
public enum FileFormat: Sendable, Hashable, CaseIterable {
    /// A PNG picture.
    case png
    /// A JPEG picture.
    case jpeg
    /// A GIF picture.
    case gif
    /// A WebP picture.
    case webp
    /// A BMP picture.
    case bmp
    /// A TIFF picture.
    case tiff
    /// A HEIF or AVIF picture.
    case heif
    /// A PDF document.
    case pdf
    /// A zip archive, such as an npz file or PyTorch's .pt file.
    case zip
    /// A gzip file.
    case gzip
    /// An xz file.
    case xz
    /// A Zstandard file.
    case zstandard
    /// An HDF5 file.
    case hdf5
    /// A Python pickle of protocol 2 to 5.
    case pickle
    /// An npy file.
    case npy
    /// A web page.
    case html

    /// Creates the format whose signature the first 16 bytes contain; `nil` if no signature matches.
    ///
    /// Use this initializer only for error messages, after a reader has rejected the bytes. The signature of a BMP
    /// picture, for example, has only two bytes and may occur by chance.
    public init?(recognizing bytes: some Collection<UInt8>) {
        let start = Array(bytes.prefix(16))
        guard let format = Self.allCases.first(where: { $0.isBegun(by: start) }) else { return nil }
        self = format
    }

    /// The name with its article, as part of a sentence: "a JPEG picture".
    public var name: String {
        switch self {
        case .png: return "a PNG picture"
        case .jpeg: return "a JPEG picture"
        case .gif: return "a GIF picture"
        case .webp: return "a WebP picture"
        case .bmp: return "a BMP picture"
        case .tiff: return "a TIFF picture"
        case .heif: return "a HEIF or AVIF picture"
        case .pdf: return "a PDF document"
        case .zip: return "a zip archive (as npz files and PyTorch's .pt files are)"
        case .gzip: return "a gzip file"
        case .xz: return "an xz file"
        case .zstandard: return "a Zstandard file"
        case .hdf5: return "an HDF5 file"
        case .pickle: return "a Python pickle"
        case .npy: return "an npy file"
        case .html: return "a web page"
        }
    }

    /// Whether this is a picture format, other than PNG, that common programs convert to PNG.
    public var isConvertiblePicture: Bool {
        switch self {
        case .jpeg, .gif, .webp, .bmp, .tiff, .heif: return true
        default: return false
        }
    }

    private func isBegun(by start: [UInt8]) -> Bool {
        func begins(_ bytes: [UInt8], at place: Int = 0) -> Bool { start.dropFirst(place).starts(with: bytes) }
        func begins(_ text: String, at place: Int = 0) -> Bool { begins(Array(text.utf8), at: place) }
        switch self {
        case .png: return begins([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        case .jpeg: return begins([0xFF, 0xD8, 0xFF])
        case .gif: return begins("GIF87a") || begins("GIF89a")
        case .webp: return begins("RIFF") && begins("WEBP", at: 8)
        case .bmp: return begins("BM")
        case .tiff: return begins("II*\0") || begins("MM\0*")
        case .heif: return begins("ftyp", at: 4)
        case .pdf: return begins("%PDF")
        case .zip: return begins("PK\u{3}\u{4}") || begins("PK\u{5}\u{6}")
        case .gzip: return begins([0x1F, 0x8B])
        case .xz: return begins([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00])
        case .zstandard: return begins([0x28, 0xB5, 0x2F, 0xFD])
        case .hdf5: return begins([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A])
        case .pickle: return start.count > 1 && start[0] == 0x80 && (2 ... 5).contains(start[1])
        case .npy: return begins([0x93] + Array("NUMPY".utf8))
        case .html: return begins("<!doctype html") || begins("<!DOCTYPE html") || begins("<html")
        }
    }
}
