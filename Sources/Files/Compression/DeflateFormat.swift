/// The container format of deflate-compressed data (RFC 1951).
package enum DeflateFormat: Sendable, Hashable {
    /// gzip's header and checksum (RFC 1952).
    case gzip
    /// No header and no checksum, as in a zip archive.
    case raw

    /// zlib's parameter `windowBits`: 15 for a window of 32 KiB. zlib expects 16 more for gzip and a negative value for
    /// raw data.
    var windowBits: Int32 { self == .gzip ? 15 + 16 : -15 }
}
