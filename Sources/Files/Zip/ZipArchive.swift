import Foundation

/// The error of a zip archive that cannot be read or written.
package struct ZipError: Error, Sendable, Hashable {
    /// What is wrong, without a full stop.
    package let reason: String
}

/// A zip archive whose entries are stored or deflated, not encrypted and not split over several files.
///
/// Source: PKWARE, "APPNOTE.TXT, .ZIP file format specification" 6.3.10.
package struct ZipArchive: Sendable {
    /// A file in the archive.
    package struct Entry: Sendable {
        /// The file's path in the archive.
        package let name: String
        let isDeflated: Bool
        let checksum: UInt32
        /// The number of bytes after decompression.
        let size: Int
        /// The range of the stored or deflated bytes in the archive.
        let packed: Range<Int>
    }

    /// The files, in the order of the archive's directory.
    package let entries: [Entry]
    /// The archive's bytes.
    package let data: Data

    /// Reads and checks an archive's directory. The initializer does not read the contents of the entries.
    ///
    /// - Throws: `ZipError` if the directory is damaged, entries overlap, an entry reaches beyond the archive, an entry
    ///   has impossible sizes, a name occurs twice, an entry is encrypted, or an entry is compressed by another method
    ///   than deflate.
    package init(_ bytes: Data) throws(ZipError) {
        data = bytes.startIndex == 0 ? bytes : Data(bytes)
        entries = try ZipDirectory(data).entries()
    }

    /// Returns an entry's contents. Throws a `ZipError` if they cannot be decompressed to the entry's size, or if their
    /// checksum differs from the entry's checksum.
    package func contents(of entry: Entry) throws(ZipError) -> Data {
        let packed: Data = data[entry.packed]
        let contents: Data = entry.isDeflated ? try Self.inflated(packed, size: entry.size, entry.name) : packed
        guard CRC32.checksum(contents) == entry.checksum else {
            throw ZipError(reason: "the checksum of '\(entry.name)' is not that of its bytes")
        }
        return contents
    }

    private static func inflated(_ packed: Data, size: Int, _ name: String) throws(ZipError) -> Data {
        let inflater = Inflater(packed, .raw)
        var result = Data(count: size)
        let isWhole: Bool = result.withUnsafeMutableBytes { target in
            withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { spare in
                // An attempt to read one more byte detects a stream that is longer than the entry's size.
                (try? inflater.fill(target)) == size && (try? inflater.fill(spare)) == 0
            }
        }
        guard isWhole, inflater.position == packed.count else {
            throw ZipError(reason: "'\(name)' cannot be decompressed to its \(size) bytes")
        }
        return result
    }
}
