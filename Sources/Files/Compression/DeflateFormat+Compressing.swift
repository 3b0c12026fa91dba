internal import CZlib
import Foundation

extension DeflateFormat {
    /// Returns the bytes compressed by zlib's `deflate` at its default level. Traps if zlib cannot allocate memory.
    package func compressed(_ contents: Data) -> Data {
        var result = Data()
        var stream = z_stream()
        guard synann_deflate_init(&stream, windowBits) == Z_OK else { fatalError("zlib: out of memory") }
        defer { deflateEnd(&stream) }
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        contents.withUnsafeBytes { source in
            var read = 0
            while true {
                // zlib counts the bytes of a call in 32 bits, so each call gets at most 1 GiB.
                let offered: Int = min(source.count - read, 1 << 30)
                stream.next_in = source.baseAddress.map {
                    UnsafeMutablePointer(mutating: $0.assumingMemoryBound(to: UInt8.self)) + read
                }
                stream.avail_in = UInt32(offered)
                let status: Int32 = piece.withUnsafeMutableBufferPointer { piece in
                    stream.next_out = piece.baseAddress
                    stream.avail_out = UInt32(piece.count)
                    return deflate(&stream, read + offered == source.count ? Z_FINISH : Z_NO_FLUSH)
                }
                read += offered - Int(stream.avail_in)
                result += piece.prefix(piece.count - Int(stream.avail_out))
                if status == Z_STREAM_END { return }
                guard status == Z_OK || status == Z_BUF_ERROR else {
                    fatalError("zlib: deflate failed with status \(status)")
                }
            }
        }
        return result
    }
}
