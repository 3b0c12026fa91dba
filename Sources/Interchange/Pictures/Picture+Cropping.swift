import Tensors

extension Picture {
    /// Returns the part of the picture in the given columns and rows. Traps if a range is empty or not within the
    /// picture.
    public func cropped(columns: Range<Int>, rows: Range<Int>) -> Picture {
        require(
            !columns.isEmpty && !rows.isEmpty && columns.lowerBound >= 0 && columns.upperBound <= width
                && rows.lowerBound >= 0 && rows.upperBound <= height,
            "cropped: columns \(columns) and rows \(rows) of a picture of \(width) × \(height) pixels")
        var part: [UInt8] = []
        part.reserveCapacity(columns.count * rows.count * color.rawValue)
        for row in rows {
            let start: Int = (row * width + columns.lowerBound) * color.rawValue
            part += pixels[start ..< start + columns.count * color.rawValue]
        }
        return Picture(width: columns.count, height: rows.count, color: color, pixels: part)
    }

    /// Returns the centre of the picture. If the number of remaining columns or rows is odd, the part begins at the
    /// lower of the two middle positions. Traps if a side is not positive or exceeds the picture's.
    public func centerCropped(width: Int, height: Int) -> Picture {
        require(
            width > 0 && height > 0 && width <= self.width && height <= self.height,
            "centerCropped: \(width) × \(height) pixels of a picture of \(self.width) × \(self.height) pixels")
        let (column, row): (Int, Int) = ((self.width - width) / 2, (self.height - height) / 2)
        return cropped(columns: column ..< column + width, rows: row ..< row + height)
    }

    /// Returns the picture mirrored, so that the left side is on the right.
    public var mirrored: Picture {
        let channels: Int = color.rawValue
        let result = [UInt8](unsafeUninitializedCapacity: pixels.count) { target, count in
            pixels.withUnsafeBufferPointer { source in
                for row in 0 ..< height {
                    for column in 0 ..< width {
                        let from: Int = (row * width + column) * channels
                        let to: Int = (row * width + width - 1 - column) * channels
                        for channel in 0 ..< channels { target[to + channel] = source[from + channel] }
                    }
                }
            }
            count = pixels.count
        }
        return Picture(width: width, height: height, color: color, pixels: result)
    }
}
