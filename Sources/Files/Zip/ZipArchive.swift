internal import CZlib
import Foundation

/// A zip archive of files that are stored or deflated, not encrypted and not split.
///
/// Source: PKWARE, "APPNOTE.TXT, .ZIP file format specification" 6.3.10.
struct ZipArchive: Sendable {
    struct Entry: Sendable {
        let name: String
        let isDeflated: Bool
        let checksum: UInt32
        let size: Int
        /// Where the packed bytes lie.
        let packed: Range<Int>
    }

    /// What is wrong with an archive.
    struct Flaw: Error {
        let sentence: String
    }

    let entries: [Entry]
    private let data: Data

    init(_ bytes: Data) throws(Flaw) {
        let data: Data = bytes.startIndex == 0 ? bytes : Data(bytes)
        let reader = ByteFields(data: data)
        // The end record has a comment of up to 64 kB behind it.
        guard data.count >= 22 else { throw Flaw(sentence: "it is shorter than the smallest archive") }
        let earliest: Int = max(0, data.count - 22 - 0xFFFF)
        guard
            let end = stride(from: data.count - 22, through: earliest, by: -1).first(where: { position in
                reader.number(position, 4) == 0x0605_4B50
                    && reader.number(position + 20, 2) == data.count - position - 22
            })
        else { throw Flaw(sentence: "the record at its end is missing") }
        var (count, start) = (reader.number(end + 10, 2) ?? 0, reader.number(end + 16, 4) ?? 0)
        if count == 0xFFFF || start == 0xFFFF_FFFF {
            guard let wide = reader.number(end - 12, 8), reader.number(end - 20, 4) == 0x0706_4B50,
                reader.number(wide, 4) == 0x0606_4B50, let wideCount = reader.number(wide + 32, 8),
                let wideStart = reader.number(wide + 48, 8)
            else { throw Flaw(sentence: "the 64-bit record at its end is missing") }
            (count, start) = (wideCount, wideStart)
        }
        var found: [Entry] = []
        var position: Int = start
        // Every entry takes 46 bytes at least, so that a count beyond them ends in an error and not in memory.
        while found.count < count {
            let (entry, next): (Entry, Int) = try Self.entry(reader, at: position, before: end)
            found.append(entry)
            position = next
        }
        let ranges: [Range<Int>] = found.map(\.packed).sorted { $0.lowerBound < $1.lowerBound }
        for (first, second) in zip(ranges, ranges.dropFirst()) where first.upperBound > second.lowerBound {
            throw Flaw(sentence: "files in it overlap")
        }
        guard Set(found.map(\.name)).count == found.count else { throw Flaw(sentence: "a name stands twice in it") }
        (entries, self.data) = (found, data)
    }

    private static func entry(_ reader: ByteFields, at position: Int, before end: Int) throws(Flaw) -> (Entry, Int) {
        guard reader.number(position, 4) == 0x0201_4B50, let flags = reader.number(position + 8, 2),
            let method = reader.number(position + 10, 2), let checksum = reader.number(position + 16, 4),
            var packedSize = reader.number(position + 20, 4), var size = reader.number(position + 24, 4),
            let nameLength = reader.number(position + 28, 2), let extraLength = reader.number(position + 30, 2),
            let commentLength = reader.number(position + 32, 2), var local = reader.number(position + 42, 4)
        else { throw Flaw(sentence: "its directory is damaged at byte \(position)") }
        let extra: Int = position + 46 + nameLength
        let next: Int = extra + extraLength + commentLength
        guard next <= end, let name = reader.text(position + 46, nameLength) else {
            throw Flaw(sentence: "its directory is damaged at byte \(position)")
        }
        if [packedSize, size, local].contains(0xFFFF_FFFF) {
            try reader.widen(&size, &packedSize, &local, extra: extra ..< extra + extraLength)
        }
        guard flags & 1 == 0 else { throw Flaw(sentence: "'\(name)' is encrypted") }
        guard method == 0 || method == 8 else { throw Flaw(sentence: "'\(name)' is packed by method \(method)") }
        guard reader.number(local, 4) == 0x0403_4B50, let localName = reader.number(local + 26, 2),
            let localExtra = reader.number(local + 28, 2)
        else { throw Flaw(sentence: "'\(name)' is not where the directory says") }
        let start: Int = local + 30 + localName + localExtra
        let (stop, overflows): (Int, Bool) = start.addingReportingOverflow(packedSize)
        guard !overflows, start <= stop, stop <= end else { throw Flaw(sentence: "'\(name)' reaches beyond the files") }
        // Deflate makes nothing more than 1032 times smaller: what claims more is no archive but a bomb.
        guard method == 8 ? size / 1032 <= packedSize : size == packedSize else {
            throw Flaw(sentence: "'\(name)' cannot have \(size) bytes in \(packedSize)")
        }
        let entry = Entry(
            name: name, isDeflated: method == 8, checksum: UInt32(checksum), size: size, packed: start ..< stop)
        return (entry, next)
    }

    /// A file's bytes, with their checksum compared.
    func contents(of entry: Entry) throws(Flaw) -> Data {
        let packed: Data = data[entry.packed]
        let contents: Data = entry.isDeflated ? try Self.inflated(packed, size: entry.size, entry.name) : packed
        guard Self.checksum(contents) == entry.checksum else {
            throw Flaw(sentence: "the checksum of '\(entry.name)' is not that of its bytes")
        }
        return contents
    }

    private static func inflated(_ packed: Data, size: Int, _ name: String) throws(Flaw) -> Data {
        var result = Data(count: size)
        // One byte more, so that a stream that is longer than it says does not end where it should.
        var spare: UInt8 = 0
        let isWhole: Bool = packed.withUnsafeBytes { (source: UnsafeRawBufferPointer) -> Bool in
            result.withUnsafeMutableBytes { (target: UnsafeMutableRawBufferPointer) -> Bool in
                var stream = z_stream()
                guard synann_inflate_raw_start(&stream) == Z_OK else { return false }
                defer { inflateEnd(&stream) }
                var (read, written): (Int, Int) = (0, 0)
                while true {
                    let (input, output): (Int, Int) = (min(source.count - read, 1 << 30), min(size - written, 1 << 30))
                    stream.next_in = source.baseAddress.map {
                        UnsafeMutablePointer(mutating: $0.assumingMemoryBound(to: UInt8.self)) + read
                    }
                    stream.avail_in = UInt32(input)
                    let status: Int32 = withUnsafeMutablePointer(to: &spare) { spare in
                        stream.next_out =
                            output > 0
                            ? target.baseAddress.map { $0.assumingMemoryBound(to: UInt8.self) + written } : spare
                        stream.avail_out = output > 0 ? UInt32(output) : 1
                        return inflate(&stream, Z_NO_FLUSH)
                    }
                    let made: Int = (output > 0 ? output : 1) - Int(stream.avail_out)
                    read += input - Int(stream.avail_in)
                    written += made
                    if status == Z_STREAM_END { return written == size && read == source.count }
                    if status != Z_OK || written > size || made == 0 && input == Int(stream.avail_in) { return false }
                }
            }
        }
        guard isWhole else { throw Flaw(sentence: "'\(name)' cannot be unpacked to its \(size) bytes") }
        return result
    }

    private static func checksum(_ bytes: Data) -> UInt32 {
        var checksum: UInt = crc32(0, nil, 0)
        bytes.withUnsafeBytes { buffer in
            for start in stride(from: 0, to: buffer.count, by: 1 << 30) {
                let part = UnsafeRawBufferPointer(rebasing: buffer[start ..< min(start + 1 << 30, buffer.count)])
                checksum = crc32(checksum, part.bindMemory(to: UInt8.self).baseAddress, UInt32(part.count))
            }
        }
        return UInt32(truncatingIfNeeded: checksum)
    }
}

/// Little-endian numbers in bytes; nothing where they would lie beyond the end.
private struct ByteFields {
    let data: Data

    func number(_ position: Int, _ width: Int) -> Int? {
        guard position >= 0, position <= data.count - width else { return nil }
        let value: UInt64 = (0 ..< width).reversed().reduce(0) { $0 << 8 | UInt64(data[position + $1]) }
        return Int(exactly: value)
    }

    func text(_ position: Int, _ length: Int) -> String? {
        guard position >= 0, length <= data.count - position else { return nil }
        return String(validating: data[position ..< position + length], as: UTF8.self)
    }

    /// Puts the numbers of a zip64 field in place of those that are too great for 32 bits.
    func widen(_ size: inout Int, _ packedSize: inout Int, _ local: inout Int, extra: Range<Int>) throws(ZipArchive
        .Flaw)
    {
        var position: Int = extra.lowerBound
        while position + 4 <= extra.upperBound, let kind = number(position, 2), let length = number(position + 2, 2) {
            if kind == 1 {
                var field: Int = position + 4
                func next() throws(ZipArchive.Flaw) -> Int {
                    guard field + 8 <= min(position + 4 + length, extra.upperBound), let value = number(field, 8) else {
                        throw ZipArchive.Flaw(sentence: "a 64-bit size is missing")
                    }
                    field += 8
                    return value
                }
                if size == 0xFFFF_FFFF { size = try next() }
                if packedSize == 0xFFFF_FFFF { packedSize = try next() }
                if local == 0xFFFF_FFFF { local = try next() }
                return
            }
            position += 4 + length
        }
        throw ZipArchive.Flaw(sentence: "a 64-bit size is missing")
    }
}

extension ZipArchive {
    /// An archive's bytes. The limit of 4 GiB is the format's without its 64-bit extension.
    static func encode(_ files: [(name: String, contents: Data)], compressed: Bool) throws(Flaw) -> Data {
        var (archive, directory): (Data, Data) = (Data(), Data())
        for (name, contents) in files {
            let packed: Data = compressed ? deflated(contents) : contents
            let start: Int = archive.count
            let nameBytes: [UInt8] = Array(name.utf8)
            guard max(contents.count, packed.count, start) < 0xFFFF_FFFF, nameBytes.count < 0xFFFF else {
                throw Flaw(sentence: "'\(name)' is beyond the 4 GiB of a zip archive: write it to a file of its own")
            }
            var fields = Data()
            // Version 2.0; bit 11: the name is UTF-8; 1 January 1980.
            for (value, width) in [
                (20, 2), (0x0800, 2), (compressed ? 8 : 0, 2), (0, 2), (0x21, 2), (Int(checksum(contents)), 4),
                (packed.count, 4), (contents.count, 4), (nameBytes.count, 2), (0, 2),
            ] { fields.append(number: value, width) }
            archive.append(number: 0x0403_4B50, 4)
            archive += fields + nameBytes + packed
            directory.append(number: 0x0201_4B50, 4)
            directory.append(number: 20, 2)
            directory += fields
            for (value, width) in [(0, 2), (0, 2), (0, 2), (0, 4), (start, 4)] {
                directory.append(number: value, width)
            }
            directory += nameBytes
        }
        guard archive.count + directory.count < 0xFFFF_FFFF, files.count < 0xFFFF else {
            throw Flaw(sentence: "the arrays are beyond the 4 GiB of a zip archive: write them to files of their own")
        }
        let start: Int = archive.count
        archive += directory
        for (value, width) in [
            (0x0605_4B50, 4), (0, 2), (0, 2), (files.count, 2), (files.count, 2), (directory.count, 4), (start, 4),
            (0, 2),
        ] { archive.append(number: value, width) }
        return archive
    }

    private static func deflated(_ contents: Data) -> Data {
        var result = Data()
        var stream = z_stream()
        precondition(synann_deflate_raw_start(&stream) == Z_OK, "zlib cannot start")
        defer { deflateEnd(&stream) }
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        contents.withUnsafeBytes { source in
            var read = 0
            while true {
                let input: Int = min(source.count - read, 1 << 30)
                stream.next_in = source.baseAddress.map {
                    UnsafeMutablePointer(mutating: $0.assumingMemoryBound(to: UInt8.self)) + read
                }
                stream.avail_in = UInt32(input)
                let status: Int32 = piece.withUnsafeMutableBufferPointer { piece in
                    stream.next_out = piece.baseAddress
                    stream.avail_out = UInt32(piece.count)
                    return deflate(&stream, read + input == source.count ? Z_FINISH : Z_NO_FLUSH)
                }
                read += input - Int(stream.avail_in)
                result += piece.prefix(piece.count - Int(stream.avail_out))
                if status == Z_STREAM_END { return }
                precondition(status == Z_OK || status == Z_BUF_ERROR, "zlib cannot deflate")
            }
        }
        return result
    }
}

extension Data {
    fileprivate mutating func append(number: Int, _ width: Int) {
        for byte in 0 ..< width { append(UInt8(truncatingIfNeeded: number >> (8 * byte))) }
    }
}
