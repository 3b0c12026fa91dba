internal import CPNGReader

/// Converts the stored samples of a PNG file to 8-bit pixels.
struct PNGSampleConverter {
    private let samples: UnsafeBufferPointer<UInt8>
    private let channels: Int
    private let isWide: Bool
    private let rule: PNGImage.GrayRule
    private let curve: PNGTransferCurve
    /// The light of each of the 256 values of an 8-bit sample.
    private let table: [Double]

    /// Prepares the conversion of the samples of one file.
    ///
    /// - Parameters:
    ///   - header: The number of channels, the bit depth and the gamma from the file.
    ///   - samples: The stored samples. 16-bit samples are big-endian.
    ///   - rule: The meaning of the grey sample of a coloured pixel.
    init(_ header: synann_png_header, _ samples: UnsafeBufferPointer<UInt8>, _ rule: PNGImage.GrayRule) {
        (self.samples, self.rule) = (samples, rule)
        (channels, isWide) = (Int(header.channels), header.bit_depth == 16)
        curve = header.gamma == 0 ? .sRGB : .power(Double(header.gamma) / 100_000)
        table = header.gamma == 0 ? Self.tableOfSRGB : Self.table(of: curve)
    }

    private static let tableOfSRGB: [Double] = table(of: .sRGB)

    private static func table(of curve: PNGTransferCurve) -> [Double] {
        (0 ... 255).map { curve.light(Double($0) / 255) }
    }

    /// Writes all pixels, `color.rawValue` bytes each, to `target`.
    func convert(to color: Picture.Color, _ target: UnsafeMutableBufferPointer<UInt8>) {
        let colors: Int = channels < 3 ? 1 : 3
        let pixelCount: Int = samples.count / (channels * (isWide ? 2 : 1))
        let opaque: Int = isWide ? 65535 : 255
        for pixel in 0 ..< pixelCount {
            let first: Int = pixel * channels
            let alpha: Int = channels == colors ? opaque : stored(first + colors)
            let isGray: Bool =
                colors == 1
                || stored(first) == stored(first + 1) && stored(first) == stored(first + 2)
            if color == .rgb {
                for index in 0 ..< 3 {
                    target[pixel * 3 + index] = onWhite(first + (colors == 1 ? 0 : index), alpha, opaque)
                }
            } else if isGray {
                target[pixel] = onWhite(first, alpha, opaque)
            } else if rule == .luma {
                target[pixel] = Self.luma(
                    onWhite(first, alpha, opaque), onWhite(first + 1, alpha, opaque),
                    onWhite(first + 2, alpha, opaque))
            } else {
                let light: Double = 0.2126 * light(first) + 0.7152 * light(first + 1) + 0.0722 * light(first + 2)
                target[pixel] = byte(light, alpha, opaque)
            }
        }
    }

    /// Returns `0.299 R + 0.587 G + 0.114 B`, rounded to nearest. The weights are multiples of 2⁻¹⁶, as in libjpeg and
    /// Pillow.
    private static func luma(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
        let sum: Int = 19595 * Int(red) + 38470 * Int(green) + 7471 * Int(blue)
        return UInt8((sum + 0x8000) >> 16)
    }

    /// Returns the stored sample at an index: 0…255, or 0…65535 if the bit depth is 16.
    private func stored(_ index: Int) -> Int {
        isWide ? Int(samples[2 * index]) << 8 | Int(samples[2 * index + 1]) : Int(samples[index])
    }

    /// Returns the light, in 0…1, of the sample at an index.
    private func light(_ index: Int) -> Double {
        isWide ? curve.light(Double(stored(index)) / 65535) : table[stored(index)]
    }

    /// Returns the sample at an index as 8 bits. If `alpha` is less than `opaque`, the sample is mixed with white.
    /// `alpha` is the stored opacity of the pixel, and `opaque` is the greatest possible opacity.
    private func onWhite(_ index: Int, _ alpha: Int, _ opaque: Int) -> UInt8 {
        // The greatest 16-bit sample is 65535 = 255 · 257, so the result is the sample divided by 257. The addition of
        // 128, which is 257 / 2 rounded down, makes the division round to nearest.
        if alpha == opaque { return UInt8(isWide ? (stored(index) + 128) / 257 : stored(index)) }
        return byte(light(index), alpha, opaque)
    }

    /// Returns light, mixed with white, as an 8-bit sample. The fraction alpha/opaque is the share of the light in the
    /// mixture.
    private func byte(_ light: Double, _ alpha: Int, _ opaque: Int) -> UInt8 {
        let share: Double = Double(alpha) / Double(opaque)
        let sample: Double = curve.sample(share * light + (1 - share))
        return UInt8((min(max(sample, 0), 1) * 255).rounded())
    }
}
