internal import CZlib
import Tensors

/// Bytes of a file one after the other, decompressed on the way where the file is gzip'd, and never more than asked for:
/// a small file that would unpack to an enormous one costs no memory.
struct ByteReader {
    private let source: Source
    private let file: String

    private enum Source {
        case raw(Cursor)
        case compressed(Inflater)
    }

    /// A position that moves through an array.
    private final class Cursor {
        let bytes: [UInt8]
        var position = 0
        init(_ bytes: [UInt8]) { self.bytes = bytes }
    }

    init(_ bytes: [UInt8], file: String) {
        self.file = file
        let isCompressed: Bool = bytes.count >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B
        source = isCompressed ? .compressed(Inflater(bytes)) : .raw(Cursor(bytes))
    }

    /// The next bytes, fewer than `count` at the end of the file alone.
    mutating func read(atMost count: Int) throws(DatasetError) -> [UInt8] {
        switch source {
        case .raw(let cursor):
            let end: Int = cursor.position + min(count, cursor.bytes.count - cursor.position)
            defer { cursor.position = end }
            return Array(cursor.bytes[cursor.position ..< end])
        case .compressed(let inflater):
            do {
                return try inflater.read(atMost: count)
            } catch {
                throw DatasetError(file: file, .corruptCompression(error.reason))
            }
        }
    }
}

/// A fault that zlib reports.
struct InflationError: Error {
    let reason: String
}

/// A stream that zlib decompresses.
private final class Inflater {
    private var stream = z_stream()
    private let input: [UInt8]
    private var position = 0
    private var isFinished = false
    /// How much is decompressed at a time: what memory grows by.
    private static let step = 1 << 20

    init(_ input: [UInt8]) {
        self.input = input
        let status: Int32 = synann_inflate_start(&stream)
        require(status == Z_OK, "zlib: out of memory for a stream")
    }

    deinit { inflateEnd(&stream) }

    func read(atMost count: Int) throws(InflationError) -> [UInt8] {
        var result: [UInt8] = []
        while result.count < count, !isFinished {
            let piece: [UInt8] = try inflatePiece(min(Self.step, count - result.count))
            if piece.isEmpty, !isFinished, position == input.count {
                throw InflationError(reason: "the data ends before its end mark")
            }
            result += piece
        }
        return result
    }

    private func inflatePiece(_ capacity: Int) throws(InflationError) -> [UInt8] {
        var status: Int32 = Z_OK
        let piece = [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            status = input.withUnsafeBufferPointer { input in
                stream.next_in = input.baseAddress.map { UnsafeMutablePointer(mutating: $0 + position) }
                stream.avail_in = UInt32(clamping: input.count - position)
                let offered = Int(stream.avail_in)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(capacity)
                let status: Int32 = inflate(&stream, Z_NO_FLUSH)
                position += offered - Int(stream.avail_in)
                return status
            }
            count = capacity - Int(stream.avail_out)
        }
        switch status {
        case Z_STREAM_END: finishMember()
        case Z_OK, Z_BUF_ERROR: break
        default: throw InflationError(reason: stream.msg.map { String(cString: $0) } ?? "zlib error \(status)")
        }
        return piece
    }

    /// A gzip file may be several, one behind the other, as `cat` and parallel compressors make them (RFC 1952, 2.2). Zeros
    /// behind the last are padding to a block of a tape or a disk, which gzip ignores too.
    private func finishMember() {
        isFinished = input[position...].allSatisfy { $0 == 0 }
        if !isFinished { inflateReset(&stream) }
    }
}

/// `bytes` as a gzip file.
package func gzipped(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    let status: Int32 = synann_deflate_start(&stream)
    require(status == Z_OK, "zlib: out of memory for a stream")
    defer { deflateEnd(&stream) }
    let bound: Int = Int(deflateBound(&stream, UInt(bytes.count))) + 32
    return [UInt8](unsafeUninitializedCapacity: bound) { output, count in
        bytes.withUnsafeBufferPointer { input in
            stream.next_in = input.baseAddress.map { UnsafeMutablePointer(mutating: $0) }
            stream.avail_in = UInt32(bytes.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(bound)
            deflate(&stream, Z_FINISH)
        }
        count = bound - Int(stream.avail_out)
    }
}
