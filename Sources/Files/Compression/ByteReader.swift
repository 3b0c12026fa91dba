import Foundation

/// Reads bytes in sequence and decompresses them if they are gzip data.
///
/// The reader decompresses only as many bytes as `read` returns. A small file that would expand to an enormous file
/// therefore needs little memory.
package struct ByteReader {
    private let data: Data
    private var position = 0
    private let inflater: Inflater?
    /// The greatest number of bytes by which the result grows at a time.
    private static let step = 1 << 20

    /// Creates a reader at the start of `bytes`. The bytes are decompressed if they begin with gzip's signature
    /// `1F 8B`.
    package init(_ bytes: Data) {
        data = bytes.startIndex == 0 ? bytes : Data(bytes)
        inflater = data.starts(with: [0x1F, 0x8B]) ? Inflater(data, .gzip) : nil
    }

    /// Returns the next `count` bytes, or fewer bytes only at the end of the file.
    ///
    /// - Throws: `InflationError` if gzip data are damaged or end too early.
    package mutating func read(atMost count: Int) throws(InflationError) -> [UInt8] {
        guard let inflater else {
            let end: Int = position + min(count, data.count - position)
            defer { position = end }
            return Array(data[position ..< end])
        }
        var result: [UInt8] = []
        while result.count < count, !inflater.isFinished {
            result += try Self.piece(of: inflater, min(Self.step, count - result.count))
        }
        return result
    }

    private static func piece(of inflater: Inflater, _ capacity: Int) throws(InflationError) -> [UInt8] {
        var failure: InflationError?
        let piece = [UInt8](unsafeUninitializedCapacity: capacity) { target, count in
            do throws(InflationError) {
                count = try inflater.fill(UnsafeMutableRawBufferPointer(target))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return piece
    }
}
