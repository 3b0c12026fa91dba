import CZlib
import Foundation

/// A builder of PNG files from samples, with any colour type, bit depth and interlacing, and with optional chunks.
///
/// Source: W3C, "Portable Network Graphics (PNG) Specification", second edition.
struct PNGFileBuilder {
    enum ColorType: Int, CaseIterable {
        case gray = 0, rgb = 2, palette = 3, grayAlpha = 4, rgba = 6

        var channels: Int { [.gray: 1, .rgb: 3, .palette: 1, .grayAlpha: 2, .rgba: 4][self] ?? 0 }

        var depths: [Int] {
            switch self {
            case .gray: return [1, 2, 4, 8, 16]
            case .palette: return [1, 2, 4, 8]
            default: return [8, 16]
            }
        }
    }

    var width: Int
    var height: Int
    var colorType: ColorType
    var depth: Int
    var isInterlaced = false
    /// The samples in the order of the shape `[height, width, channels]`.
    var samples: [Int]
    var palette: [UInt8] = []
    /// The contents of the tRNS chunk: the opacities of the palette's colours, or the transparent colour with two bytes
    /// for each sample. Without contents there is no chunk.
    var transparency: [UInt8] = []
    /// The names and contents of chunks that the file contains before the palette.
    var chunks: [(name: String, contents: [UInt8])] = []

    var file: Data {
        var header: [UInt8] = Self.bytes(width, 4) + Self.bytes(height, 4)
        header += [UInt8(depth), UInt8(colorType.rawValue), 0, 0, isInterlaced ? 1 : 0]
        var result = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        result += Self.chunk("IHDR", header)
        for chunk in chunks { result += Self.chunk(chunk.name, chunk.contents) }
        if colorType == .palette { result += Self.chunk("PLTE", palette) }
        if !transparency.isEmpty { result += Self.chunk("tRNS", transparency) }
        result += Self.chunk("IDAT", Self.deflated(rows))
        return result + Self.chunk("IEND", [])
    }

    /// The rows of all passes of the interlacing. The filters Sub and None alternate.
    private var rows: [UInt8] {
        let passes: [(x: Int, y: Int, dx: Int, dy: Int)] =
            isInterlaced
            ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
            : [(0, 0, 1, 1)]
        var result: [UInt8] = []
        for pass in passes {
            let columns = Array(stride(from: pass.x, to: width, by: pass.dx))
            if columns.isEmpty { continue }
            for row in stride(from: pass.y, to: height, by: pass.dy) {
                result += filtered(packed(row: row, columns: columns), isSub: row.isMultiple(of: 2))
            }
        }
        return result
    }

    private func packed(row: Int, columns: [Int]) -> [UInt8] {
        var (bytes, bits, filled): ([UInt8], Int, Int) = ([], 0, 0)
        for column in columns {
            for channel in 0 ..< colorType.channels {
                let sample: Int = samples[(row * width + column) * colorType.channels + channel]
                if depth >= 8 {
                    bytes += Self.bytes(sample, depth / 8)
                    continue
                }
                (bits, filled) = (bits << depth | sample, filled + depth)
                if filled == 8 {
                    bytes.append(UInt8(bits))
                    (bits, filled) = (0, 0)
                }
            }
        }
        return filled > 0 ? bytes + [UInt8(bits << (8 - filled))] : bytes
    }

    private func filtered(_ row: [UInt8], isSub: Bool) -> [UInt8] {
        guard isSub else { return [0] + row }
        let step: Int = max(1, colorType.channels * depth / 8)
        return [1] + row.indices.map { $0 < step ? row[$0] : row[$0] &- row[$0 - step] }
    }

    static func bytes(_ value: Int, _ count: Int) -> [UInt8] {
        (0 ..< count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    static func chunk(_ name: String, _ contents: [UInt8]) -> [UInt8] {
        let body: [UInt8] = Array(name.utf8) + contents
        return bytes(contents.count, 4) + body + bytes(Int(crc32(0, body, UInt32(body.count))), 4)
    }

    static func deflated(_ contents: [UInt8]) -> [UInt8] {
        var length: UInt = compressBound(UInt(contents.count))
        var result = [UInt8](repeating: 0, count: Int(length))
        compress(&result, &length, contents, UInt(contents.count))
        return Array(result.prefix(Int(length)))
    }
}
