internal import CPNGReader
import Files
import Foundation

extension PNGImage {
    /// Reads a PNG file of any colour type, bit depth and interlacing, converted to `color`.
    ///
    /// An opaque grey or RGB pixel keeps its stored samples: depths below 8 are spread over 0…255, 16 bits are rounded to
    /// `value · 255/65535`. The chunks gAMA, sRGB, iCCP and cHRM do not change it, as they do not in Pillow, OpenCV and other
    /// readers of training data. Pixels are mixed by their light, as the PNG specification says (section 13.16): a transparent
    /// one with white, `light = α · light + (1 − α)`, a coloured one into grey, `0.2126 R + 0.7152 G + 0.0722 B`. A sample's
    /// light is that of the file's gAMA, or that of sRGB where there is none or an sRGB chunk.
    ///
    /// - Parameter pixelLimit: A file of more pixels is refused before memory is taken for it.
    /// - Throws: `PNGError` where the file cannot be read, is no PNG file, is damaged, ends too early, or is too large.
    public init(contentsOf path: String, as color: Color, pixelLimit: Int = 1 << 28) throws(PNGError) {
        let data: Data
        do { data = try FileContents.bytes(of: path) } catch { throw PNGError(path: path, .unreadable(error.reason)) }
        try self.init(data, path: path, as: color, pixelLimit: pixelLimit)
    }

    /// The same for a file's bytes. `path` is what errors name.
    public init(_ data: Data, path: String, as color: Color, pixelLimit: Int = 1 << 28) throws(PNGError) {
        let result: Result<PNGImage, PNGError.Fault> = data.withUnsafeBytes { bytes in
            Result { () throws(PNGError.Fault) in try Self.decoded(bytes, color, pixelLimit) }
        }
        switch result {
        case .success(let picture): self = picture
        case .failure(let fault): throw PNGError(path: path, fault)
        }
    }

    private static func decoded(
        _ bytes: UnsafeRawBufferPointer, _ color: Color, _ pixelLimit: Int
    ) throws(PNGError.Fault) -> PNGImage {
        if let format = FileFormat(recognizing: bytes.prefix(16)), format != .png {
            throw .unreadable("it is \(format.name)")
        }
        var header = synann_png_header()
        guard let reader = synann_png_open(bytes.baseAddress, bytes.count, &header) else {
            throw .unreadable("there is not enough memory")
        }
        defer { synann_png_close(reader) }
        if let fault = synann_png_fault(reader) { throw .unreadable(String(cString: fault)) }
        let (width, height): (Int, Int) = (Int(header.width), Int(header.height))
        guard width > 0, height > 0, width <= pixelLimit / height else {
            throw .tooLarge(width: width, height: height, limit: pixelLimit)
        }
        // Deflate makes nothing more than 1032 times smaller: a short file cannot hold a large picture.
        let rowLength: Int = (width * Int(header.stored_bits) + 7) / 8
        guard rowLength * height / 1032 <= bytes.count else { throw .unreadable("the file ends within the picture") }
        guard let samples = synann_png_read(reader) else {
            throw .unreadable(synann_png_fault(reader).map { String(cString: $0) } ?? "there is not enough memory")
        }
        let length: Int = width * height * Int(header.channels * header.bit_depth / 8)
        let converter = SampleConverter(header, UnsafeBufferPointer(start: samples, count: length))
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height * color.rawValue) { target, count in
            converter.convert(to: color, target)
            count = width * height * color.rawValue
        }
        return PNGImage(width: width, height: height, color: color, pixels: pixels)
    }
}

/// Samples as they are stored, and how they become pixels of 8 bits.
private struct SampleConverter {
    private let samples: UnsafeBufferPointer<UInt8>
    private let channels: Int
    private let isWide: Bool
    private let curve: TransferCurve
    /// The light of each sample value of 8 bits.
    private let table: [Double]

    init(_ header: synann_png_header, _ samples: UnsafeBufferPointer<UInt8>) {
        self.samples = samples
        (channels, isWide) = (Int(header.channels), header.bit_depth == 16)
        curve = header.gamma == 0 ? .sRGB : .power(Double(header.gamma) / 100_000)
        let curve: TransferCurve = self.curve
        table = (0 ... 255).map { curve.light(Double($0) / 255) }
    }

    func convert(to color: PNGImage.Color, _ target: UnsafeMutableBufferPointer<UInt8>) {
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
            } else {
                let light: Double = 0.2126 * light(first) + 0.7152 * light(first + 1) + 0.0722 * light(first + 2)
                target[pixel] = byte(light, alpha, opaque)
            }
        }
    }

    private func stored(_ place: Int) -> Int {
        isWide ? Int(samples[2 * place]) << 8 | Int(samples[2 * place + 1]) : Int(samples[place])
    }

    private func light(_ place: Int) -> Double {
        isWide ? curve.light(Double(stored(place)) / 65535) : table[stored(place)]
    }

    private func onWhite(_ place: Int, _ alpha: Int, _ opaque: Int) -> UInt8 {
        // 65535 = 255 · 257, so that half of 257, rounded down, rounds to nearest.
        if alpha == opaque { return UInt8(isWide ? (stored(place) + 128) / 257 : stored(place)) }
        return byte(light(place), alpha, opaque)
    }

    private func byte(_ light: Double, _ alpha: Int, _ opaque: Int) -> UInt8 {
        let share: Double = Double(alpha) / Double(opaque)
        let sample: Double = curve.sample(share * light + (1 - share))
        return UInt8((min(max(sample, 0), 1) * 255).rounded())
    }
}

/// How a sample in 0…1 stands for light in 0…1.
private enum TransferCurve {
    /// IEC 61966-2-1.
    case sRGB
    /// `sample = light^exponent`, as the chunk gAMA says it.
    case power(Double)

    func light(_ sample: Double) -> Double {
        switch self {
        case .sRGB: return sample <= 0.04045 ? sample / 12.92 : pow((sample + 0.055) / 1.055, 2.4)
        case .power(let exponent): return pow(sample, 1 / exponent)
        }
    }

    func sample(_ light: Double) -> Double {
        switch self {
        case .sRGB: return light <= 0.0031308 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055
        case .power(let exponent): return pow(light, exponent)
        }
    }
}
