import Files

/// The size and the colour of a picture file, read from its first bytes without decoding pixels.
package struct PictureHeader: Sendable, Hashable {
    /// The number of pixels in a row, and the number of rows, of the upright picture.
    package let width, height: Int
    /// Whether the file stores coloured samples.
    package let isColored: Bool

    /// Reads the header of a PNG or JPEG file; nil if the first 256 KiB contain none.
    package init?(contentsOf path: String) {
        // Most headers are within the first bytes. A JPEG file may begin with long application segments.
        for count in [1 << 10, 1 << 18] {
            let bytes: [UInt8] = FileContents.start(of: path, count: count)
            if let header = Self(png: bytes) ?? Self(jpeg: bytes) {
                self = header
                return
            }
            if bytes.count < count { return nil }
        }
        return nil
    }

    private init(width: Int, height: Int, isColored: Bool) {
        (self.width, self.height, self.isColored) = (width, height, isColored)
    }

    /// Reads the chunk IHDR of a PNG file; nil if the bytes do not begin with it.
    package init?(png bytes: [UInt8]) {
        guard bytes.count >= 26, bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else {
            return nil
        }
        let (width, height): (Int, Int) = (bytes.bigEndian(at: 16, 4), bytes.bigEndian(at: 20, 4))
        guard width > 0, height > 0 else { return nil }
        // The bit 2 of the colour type says that the samples are coloured.
        self.init(width: width, height: height, isColored: bytes[25] & 2 != 0)
    }

    /// Reads the start-of-frame segment of a JPEG file, and the orientation in its Exif segment; nil if the bytes do not
    /// contain the former.
    package init?(jpeg bytes: [UInt8]) {
        guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
        var (position, swapsSides): (Int, Bool) = (2, false)
        while position + 4 <= bytes.count, bytes[position] == 0xFF {
            let marker: UInt8 = bytes[position + 1]
            if marker == 0xFF {
                position += 1
                continue
            }
            let length: Int = bytes.bigEndian(at: position + 2, 2)
            let isFrame: Bool = (0xC0 ... 0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
            if isFrame {
                guard position + 10 <= bytes.count else { return nil }
                let (height, width): (Int, Int) = (
                    bytes.bigEndian(at: position + 5, 2), bytes.bigEndian(at: position + 7, 2)
                )
                guard width > 0, height > 0 else { return nil }
                self.init(
                    width: swapsSides ? height : width, height: swapsSides ? width : height,
                    isColored: bytes[position + 9] > 1)
                return
            }
            if marker == 0xE1 {
                let end: Int = min(bytes.count, position + 2 + length)
                swapsSides = swapsSides || (5 ... 8).contains(Self.orientation(bytes[min(end, position + 4) ..< end]))
            }
            position += 2 + length
        }
        return nil
    }

    /// Returns the orientation in an Exif segment, 1 to 8; 1 if the segment has none.
    private static func orientation(_ segment: ArraySlice<UInt8>) -> Int {
        let bytes = Array(segment)
        guard bytes.count >= 14, bytes.starts(with: Array("Exif\0\0".utf8)) else { return 1 }
        let isLittle: Bool = bytes[6] == 0x49
        func number(_ position: Int, _ count: Int) -> Int {
            guard position + 6 + count <= bytes.count else { return 0 }
            let part: [UInt8] = Array(bytes[position + 6 ..< position + 6 + count])
            return (isLittle ? part.reversed() : part).reduce(0) { $0 << 8 | Int($1) }
        }
        let directory: Int = number(4, 4)
        for entry in 0 ..< number(directory, 2) where number(directory + 2 + 12 * entry, 2) == 0x0112 {
            return number(directory + 2 + 12 * entry + 8, 2)
        }
        return 1
    }
}

extension [UInt8] {
    /// Returns the unsigned big-endian number of `count` bytes at a position.
    fileprivate func bigEndian(at position: Int, _ count: Int) -> Int {
        self[position ..< position + count].reduce(0) { $0 << 8 | Int($1) }
    }
}
