import Foundation

extension ZipArchive {
    /// Returns the bytes of an archive with the given files. The same files give the same bytes, because every entry
    /// has the date 1 January 1980.
    ///
    /// - Parameters:
    ///   - files: Names and contents, in the archive's order.
    ///   - compressed: Whether the contents are deflated; otherwise they are stored.
    /// - Throws: `ZipError` if the archive would exceed 4 GiB or 65 534 files, or if a name exceeds 65 534 bytes. These
    ///   are the limits of the format without its 64-bit extension.
    package static func encoded(
        _ files: [(name: String, contents: Data)], compressed: Bool
    ) throws(ZipError) -> Data {
        Data(joining: try parts(of: files.map { ($0.name, [$0.contents]) }, compressed: compressed))
    }

    /// Returns the bytes of an archive as `encoded` does, but in parts. The parts contain the given contents themselves
    /// if they are stored. The contents of a file also consist of parts.
    package static func parts(
        of files: [(name: String, contents: [any ByteSource])], compressed: Bool
    ) throws(ZipError) -> [any ByteSource] {
        var (archive, directory): ([any ByteSource], Data) = ([], Data())
        var start = 0
        for (name, contents) in files {
            let packed: [any ByteSource] =
                compressed ? [DeflateFormat.raw.compressed(Data(joining: contents))] : contents
            let (count, packedCount): (Int, Int) = (byteCount(contents), byteCount(packed))
            let nameBytes: [UInt8] = Array(name.utf8)
            guard max(count, packedCount, start) < 0xFFFF_FFFF, nameBytes.count < 0xFFFF else {
                throw ZipError(reason: "'\(name)' exceeds the 4 GiB of a zip archive: write it to its own file")
            }
            var fields = Data()
            // The first numbers are: 20 for version 2.0 of the format, bit 11 for a name in UTF-8, the compression
            // method, the time 0, and the date 1 January 1980.
            for (value, width) in [
                (20, 2), (0x0800, 2), (compressed ? 8 : 0, 2), (0, 2), (0x21, 2), (Int(CRC32.checksum(contents)), 4),
                (packedCount, 4), (count, 4), (nameBytes.count, 2), (0, 2),
            ] { fields.append(number: value, width) }
            var header = Data()
            header.append(number: 0x0403_4B50, 4)
            header += fields + nameBytes
            archive += [header] + packed
            directory.append(number: 0x0201_4B50, 4)
            directory.append(number: 20, 2)
            directory += fields
            for (value, width) in [(0, 2), (0, 2), (0, 2), (0, 4), (start, 4)] {
                directory.append(number: value, width)
            }
            directory += nameBytes
            start += header.count + packedCount
        }
        let directoryCount: Int = directory.count
        guard start + directoryCount < 0xFFFF_FFFF, files.count < 0xFFFF else {
            throw ZipError(reason: "the files exceed the 4 GiB of a zip archive: write them to several files")
        }
        for (value, width) in [
            (0x0605_4B50, 4), (0, 2), (0, 2), (files.count, 2), (files.count, 2), (directoryCount, 4), (start, 4),
            (0, 2),
        ] { directory.append(number: value, width) }
        return archive + [directory]
    }

    private static func byteCount(_ parts: [any ByteSource]) -> Int { parts.reduce(0) { $0 + $1.withBytes(\.count) } }
}
