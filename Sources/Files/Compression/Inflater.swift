internal import CZlib
import Foundation

/// The error of compressed data that cannot be decompressed.
package struct InflationError: Error, Sendable, Hashable {
    /// The reason, without a full stop: the message of zlib, or that the data end too early.
    package let reason: String
}

/// Decompresses bytes in memory, one part after another, with zlib's `inflate`.
final class Inflater {
    private var stream = z_stream()
    private let input: Data
    private let format: DeflateFormat
    /// The number of input bytes consumed.
    private(set) var position = 0
    /// Whether the last stream has been read to its end and its checksum has been verified.
    private(set) var isFinished = false
    /// zlib counts the bytes of a call in 32 bits, so each call gets at most 1 GiB.
    private static let bytesPerCall = 1 << 30

    init(_ input: Data, _ format: DeflateFormat) {
        (self.input, self.format) = (input, format)
        let status: Int32 = synann_inflate_init(&stream, format.windowBits)
        guard status == Z_OK else { fatalError("zlib: out of memory") }
    }

    deinit { inflateEnd(&stream) }

    /// Decompresses until `output` is full or the data end.
    ///
    /// - Returns: The number of bytes written; fewer than `output.count` only at the end of the data.
    /// - Throws: `InflationError` if the data are damaged or end too early.
    func fill(_ output: UnsafeMutableRawBufferPointer) throws(InflationError) -> Int {
        var written = 0
        while written < output.count, !isFinished {
            let (status, count): (Int32, Int) = inflate(
                into: UnsafeMutableRawBufferPointer(rebasing: output[written...]))
            written += count
            switch status {
            case Z_STREAM_END: endStream()
            case Z_OK, Z_BUF_ERROR:
                if count == 0, position == input.count {
                    throw InflationError(reason: "the data end too early")
                }
            default: throw InflationError(reason: stream.msg.map { String(cString: $0) } ?? "zlib error \(status)")
            }
        }
        return written
    }

    /// Calls zlib's `inflate` once and returns its status and the number of bytes written.
    private func inflate(into output: UnsafeMutableRawBufferPointer) -> (status: Int32, count: Int) {
        let offered: Int = min(input.count - position, Self.bytesPerCall)
        let capacity: Int = min(output.count, Self.bytesPerCall)
        let status: Int32 = input.withUnsafeBytes { source in
            stream.next_in = source.baseAddress.map {
                UnsafeMutablePointer(mutating: $0.assumingMemoryBound(to: UInt8.self) + position)
            }
            stream.avail_in = UInt32(offered)
            stream.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.avail_out = UInt32(capacity)
            return CZlib.inflate(&stream, Z_NO_FLUSH)
        }
        position += offered - Int(stream.avail_in)
        return (status, capacity - Int(stream.avail_out))
    }

    /// Ends a stream, and prepares for the next stream if the input contains another one.
    ///
    /// A gzip file may contain several streams in sequence, as `cat` and parallel compressors write them (RFC 1952,
    /// 2.2). Zeros after the last stream are padding, which gzip also ignores.
    private func endStream() {
        isFinished = format == .raw || input.dropFirst(position).allSatisfy { $0 == 0 }
        if !isFinished { inflateReset(&stream) }
    }
}
