import Foundation

/// The central directory of a zip archive: finds the entries and checks that they are within the archive.
struct ZipDirectory {
    private let fields: LittleEndianFields
    /// The position of the end-of-central-directory record.
    private let end: Int
    private let entryCount, start: Int

    /// Finds the end record. If the end record refers to a 64-bit end record, also finds the 64-bit end record. Throws
    /// a `ZipError` if either record is missing.
    init(_ data: Data) throws(ZipError) {
        fields = LittleEndianFields(data: data)
        guard data.count >= 22 else { throw ZipError(reason: "it is shorter than the smallest archive") }
        // A comment of up to 65 535 bytes may follow the end record.
        let earliest: Int = max(0, data.count - 22 - 0xFFFF)
        let fields: LittleEndianFields = fields
        let positions: StrideThrough<Int> = stride(from: data.count - 22, through: earliest, by: -1)
        guard
            let end = positions.first(where: { position in
                fields.number(position, 4) == 0x0605_4B50
                    && fields.number(position + 20, 2) == data.count - position - 22
            })
        else { throw ZipError(reason: "the record at its end is missing") }
        var (count, start) = (fields.number(end + 10, 2) ?? 0, fields.number(end + 16, 4) ?? 0)
        if count == 0xFFFF || start == 0xFFFF_FFFF {
            guard let wide = fields.number(end - 12, 8), fields.number(end - 20, 4) == 0x0706_4B50,
                fields.number(wide, 4) == 0x0606_4B50, let wideCount = fields.number(wide + 32, 8),
                let wideStart = fields.number(wide + 48, 8)
            else { throw ZipError(reason: "the 64-bit record at its end is missing") }
            (count, start) = (wideCount, wideStart)
        }
        (self.end, entryCount, self.start) = (end, count, start)
    }

    /// Returns the entries in the directory's order. Throws a `ZipError` under the conditions of `ZipArchive.init`.
    func entries() throws(ZipError) -> [ZipArchive.Entry] {
        var entries: [ZipArchive.Entry] = []
        var position: Int = start
        // An entry has at least 46 bytes. A count that is too large therefore causes an error before much memory is
        // allocated.
        while entries.count < entryCount {
            let (entry, next): (ZipArchive.Entry, Int) = try self.entry(at: position)
            entries.append(entry)
            position = next
        }
        let ranges: [Range<Int>] = entries.map(\.packed).sorted { $0.lowerBound < $1.lowerBound }
        for (first, second) in zip(ranges, ranges.dropFirst()) where first.upperBound > second.lowerBound {
            throw ZipError(reason: "files in it overlap")
        }
        guard Set(entries.map(\.name)).count == entries.count else {
            throw ZipError(reason: "a name occurs twice in it")
        }
        return entries
    }

    /// Returns the entry at the byte `position` of the archive, and the position of the next entry. Throws a `ZipError`
    /// if the entry is damaged, encrypted, compressed by another method than deflate, or has impossible sizes.
    private func entry(at position: Int) throws(ZipError) -> (ZipArchive.Entry, next: Int) {
        guard fields.number(position, 4) == 0x0201_4B50, let flags = fields.number(position + 8, 2),
            let method = fields.number(position + 10, 2), let checksum = fields.number(position + 16, 4),
            let packedSize = fields.number(position + 20, 4), let size = fields.number(position + 24, 4),
            let nameLength = fields.number(position + 28, 2), let extraLength = fields.number(position + 30, 2),
            let commentLength = fields.number(position + 32, 2), let local = fields.number(position + 42, 4)
        else { throw ZipError(reason: "its directory is damaged at byte \(position)") }
        let extra: Int = position + 46 + nameLength
        let next: Int = extra + extraLength + commentLength
        guard next <= end, let name = fields.text(position + 46, nameLength) else {
            throw ZipError(reason: "its directory is damaged at byte \(position)")
        }
        var place = Place(size: size, packedSize: packedSize, local: local)
        if place.isWide { try widen(&place, extra: extra ..< extra + extraLength) }
        guard flags & 1 == 0 else { throw ZipError(reason: "'\(name)' is encrypted") }
        guard method == 0 || method == 8 else { throw ZipError(reason: "'\(name)' is compressed by method \(method)") }
        let packed: Range<Int> = try range(of: name, place)
        // Deflate compresses by a factor of at most 1032. An entry that would expand by a greater factor is invalid and
        // perhaps an attack.
        guard method == 8 ? place.size / 1032 <= place.packedSize : place.size == place.packedSize else {
            throw ZipError(reason: "'\(name)' cannot have \(place.size) bytes in \(place.packedSize)")
        }
        let entry = ZipArchive.Entry(
            name: name, isDeflated: method == 8, checksum: UInt32(checksum), size: place.size, packed: packed)
        return (entry, next)
    }

    /// The sizes of an entry and the position of its local header.
    private struct Place {
        var size, packedSize, local: Int

        /// Whether at least one of the numbers does not fit into 32 bits. Such a number is in the 64-bit extra field.
        var isWide: Bool { [size, packedSize, local].contains(0xFFFF_FFFF) }
    }

    /// Returns the range of the bytes of the entry `name`, which follow the entry's local header at `place.local`.
    /// Throws a `ZipError` if the header is missing, or if the bytes reach beyond the end of the archive.
    private func range(of name: String, _ place: Place) throws(ZipError) -> Range<Int> {
        guard fields.number(place.local, 4) == 0x0403_4B50, let nameLength = fields.number(place.local + 26, 2),
            let extraLength = fields.number(place.local + 28, 2)
        else { throw ZipError(reason: "'\(name)' is not where the directory says") }
        let start: Int = place.local + 30 + nameLength + extraLength
        let (stop, overflows): (Int, Bool) = start.addingReportingOverflow(place.packedSize)
        guard !overflows, start <= stop, stop <= end else {
            throw ZipError(reason: "'\(name)' reaches beyond the end of the archive")
        }
        return start ..< stop
    }

    /// Replaces the numbers that do not fit into 32 bits by numbers of the 64-bit extra field (kind 1). `extra` is the
    /// range of all extra fields of the entry. Throws a `ZipError` if such a number is missing.
    private func widen(_ place: inout Place, extra: Range<Int>) throws(ZipError) {
        var position: Int = extra.lowerBound
        while position + 4 <= extra.upperBound, let kind = fields.number(position, 2),
            let length = fields.number(position + 2, 2)
        {
            if kind == 1 {
                var field: Int = position + 4
                let limit: Int = min(position + 4 + length, extra.upperBound)
                for key in [\Place.size, \Place.packedSize, \Place.local] where place[keyPath: key] == 0xFFFF_FFFF {
                    guard field + 8 <= limit, let value = fields.number(field, 8) else {
                        throw ZipError(reason: "a 64-bit size is missing")
                    }
                    place[keyPath: key] = value
                    field += 8
                }
                return
            }
            position += 4 + length
        }
        throw ZipError(reason: "a 64-bit size is missing")
    }
}
