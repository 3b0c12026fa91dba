/// What surrounds deflate-compressed data (RFC 1951).
package enum DeflateFormat: Sendable, Hashable {
    /// gzip's header and checksum (RFC 1952).
    case gzip
    /// Nothing, as in a zip archive.
    case raw

    /// zlib's parameter `windowBits`: a window of 32 KiB, plus 16 for gzip, negative for none.
    var windowBits: Int32 { self == .gzip ? 15 + 16 : -15 }
}
