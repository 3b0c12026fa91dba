internal import CKernels
import Tensors

extension Picture {
    /// The way in which a picture is fitted to a size of other proportions.
    public enum Fitting: Sendable, Hashable, CaseIterable {
        /// The whole picture is stretched to the size.
        case stretch
        /// The largest centred part of the picture with the proportions of the size is scaled to the size. This is
        /// Pillow's `ImageOps.fit`.
        case crop
    }

    /// Returns the picture resized to `width` × `height` pixels by bilinear interpolation with antialiasing.
    ///
    /// A sample of the result is a weighted mean. Its weights are a triangle around the centre of the pixel. Along an
    /// axis that is enlarged, the triangle reaches to 1 pixel of the source on each side, which is bilinear
    /// interpolation. Along an axis that is reduced by the factor s, it reaches to s pixels, so that every pixel of the
    /// source counts. At the borders, the weights of the pixels inside the picture are scaled to the sum 1. Pillow's
    /// `BILINEAR` and PyTorch's `interpolate(mode="bilinear", antialias=True)` have the same weights.
    ///
    /// The mean is computed in Float for both axes and rounded once, halves up. Pillow also rounds between the axes.
    /// Therefore its samples may differ by 1. The result is the same on all processors. A picture that already has the
    /// size is returned unchanged.
    ///
    /// - Parameters:
    ///   - width: The number of pixels in a row of the result. Traps if it is not positive.
    ///   - height: The number of rows of the result. Traps if it is not positive.
    ///   - fitting: What happens if the proportions differ.
    public func resized(width: Int, height: Int, fitting: Fitting = .stretch) -> Picture {
        require(
            width > 0 && height > 0,
            "resized: the size must be positive: \(self.width) × \(self.height) to \(width) × \(height)")
        if width == self.width && height == self.height { return self }
        var (columns, rows): (Double, Double) = (Double(self.width), Double(self.height))
        if fitting == .crop {
            let (needed, present): (Int, Int) = (width * self.height, self.width * height)
            if present > needed { columns = Double(needed) / Double(height) }
            if present < needed { rows = Double(present) / Double(width) }
        }
        return resized(
            ResizingAxis(sourceCount: self.width, usedLength: columns, count: width),
            ResizingAxis(sourceCount: self.height, usedLength: rows, count: height))
    }

    /// Returns the picture resized so that its shorter side has `shorterSide` pixels and its proportions are kept.
    ///
    /// The longer side is rounded down, as in torchvision's `Resize`, and has at least as many pixels as the shorter
    /// one. The samples are those of `resized(width:height:fitting:)`. Traps if `shorterSide` is not positive.
    public func resized(shorterSide: Int) -> Picture {
        require(shorterSide > 0, "resized: the shorter side must have at least 1 pixel, not \(shorterSide)")
        let longerSide: Int = shorterSide * max(width, height) / min(width, height)
        return width < height
            ? resized(width: shorterSide, height: longerSide) : resized(width: longerSide, height: shorterSide)
    }

    private func resized(_ columns: ResizingAxis, _ rows: ResizingAxis) -> Picture {
        let (channels, width): (Int, Int) = (color.rawValue, columns.used.count)
        let pitch: Int = self.width * channels
        let start: Int = rows.used.lowerBound * pitch + columns.used.lowerBound * channels
        let length: Int = columns.count * rows.count * channels
        var line = [Float](repeating: 0, count: (width + 4) * channels + 16)
        let result = [UInt8](unsafeUninitializedCapacity: length) { target, count in
            pixels[start...].withUnsafeBufferPointer { source in
                columns.withWeights { columns in
                    rows.withWeights { rows in
                        synann_resize_picture(
                            channels, width, pitch, source.baseAddress, columns, rows, &line, target.baseAddress)
                    }
                }
            }
            count = length
        }
        return Picture(width: columns.count, height: rows.count, color: color, pixels: result)
    }
}
