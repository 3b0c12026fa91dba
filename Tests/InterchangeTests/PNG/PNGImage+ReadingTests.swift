import Foundation
import Interchange
import Tensors
import Testing

/// The pixels agree with the PNG specification, for every colour type and depth, with and without interlacing.
@Suite struct PNGImageReadingTests {
    private static let cases: [(PNGFileBuilder.ColorType, Int)] = PNGFileBuilder.ColorType.allCases.flatMap { type in
        type.depths.map { (type, $0) }
    }

    @Test(arguments: cases, [false, true])
    func pixelsAreThoseOfTheSpecification(kind: (type: PNGFileBuilder.ColorType, depth: Int), hasKey: Bool) throws {
        var generator = PhiloxGenerator(seed: UInt64(kind.type.rawValue * 64 + kind.depth))
        for (width, height) in [(1, 1), (9, 5), (3, 17), (16, 8)] {
            for isInterlaced in [false, true] {
                for gamma in [nil, 45455, 100_000] {
                    let picture = RandomPicture(
                        width, height, kind.type, kind.depth, isInterlaced, hasKey, gamma, &generator)
                    try picture.check()
                }
            }
        }
    }

    private func gray(_ values: [Int], depth: Int, _ chunks: [(String, [UInt8])] = []) -> PNGFileBuilder {
        PNGFileBuilder(
            width: values.count, height: 1, colorType: .gray, depth: depth, samples: values,
            chunks: chunks.map { (name: $0.0, contents: $0.1) })
    }

    /// Opaque samples of 16 bits are scaled to 8 bits, and not changed otherwise, with and without a gAMA or sRGB
    /// chunk.
    @Test func sixteenBitsAreScaled() throws {
        let values: [Int] = [0, 0x4040, 0x8080, 0xFFFF, 0x4040 + 128, 0x4040 + 129]
        for chunks: [(String, [UInt8])] in [
            [], [("gAMA", PNGFileBuilder.bytes(45455, 4))], [("gAMA", PNGFileBuilder.bytes(100_000, 4))],
            [("sRGB", [0])],
        ] {
            let file: Data = gray(values, depth: 16, chunks).file
            #expect(try PNGImage(file, path: "f", as: .gray).pixels == [0, 64, 128, 255, 64, 65], "\(chunks)")
        }
        let color = PNGFileBuilder(
            width: 1, height: 1, colorType: .rgba, depth: 16, samples: [0x4040, 0x8080, 0xC0C0, 0xFFFF])
        #expect(try PNGImage(color.file, path: "f", as: .rgb).pixels == [64, 128, 192])
    }

    /// Opacity mixes linear intensities. Black with an opacity of 128/255 over white has the intensity 127/255. The
    /// sample of this intensity is 187 in sRGB, and 127 in a file with linear samples.
    @Test func mixturesAreOfLight() throws {
        var half = PNGFileBuilder(width: 1, height: 1, colorType: .grayAlpha, depth: 8, samples: [0, 128])
        #expect(try PNGImage(half.file, path: "f", as: .gray).pixels == [187])
        half.chunks = [(name: "gAMA", contents: PNGFileBuilder.bytes(100_000, 4))]
        #expect(try PNGImage(half.file, path: "f", as: .gray).pixels == [127])
        // A chunk sRGB takes precedence over a chunk gAMA.
        half.chunks.append((name: "sRGB", contents: [0]))
        #expect(try PNGImage(half.file, path: "f", as: .gray).pixels == [187])
        // Pure green has the linear intensity 0.7152, which is the sample 220 in sRGB.
        let green = PNGFileBuilder(width: 1, height: 1, colorType: .rgb, depth: 8, samples: [0, 255, 0])
        #expect(try PNGImage(green.file, path: "f", as: .gray).pixels == [220])
    }
}

/// A picture of random samples. `check` compares the pixels that the reader returns with those that the specification
/// defines.
private struct RandomPicture {
    private var builder: PNGFileBuilder
    private let exponent: Double?

    init(
        _ width: Int, _ height: Int, _ type: PNGFileBuilder.ColorType, _ depth: Int, _ isInterlaced: Bool,
        _ hasKey: Bool, _ gamma: Int?, _ generator: inout PhiloxGenerator
    ) {
        let colors: Int = type == .palette ? min(1 << depth, 200) : 1 << depth
        // Uses few different samples, so that some pixels have the transparent colour.
        let some: [Int] = (0 ..< 4).map { _ in generator.next(below: colors) } + [0, colors - 1]
        builder = PNGFileBuilder(
            width: width, height: height, colorType: type, depth: depth, isInterlaced: isInterlaced,
            samples: (0 ..< width * height * type.channels).map { _ in some[generator.next(below: some.count)] })
        exponent = gamma.map { Double($0) / 100_000 }
        if let gamma { builder.chunks = [(name: "gAMA", contents: PNGFileBuilder.bytes(gamma, 4))] }
        if type == .palette {
            builder.palette = (0 ..< colors * 3).map { _ in UInt8(generator.next(below: 256)) }
            if hasKey { builder.transparency = (0 ..< colors / 2).map { _ in UInt8(generator.next(below: 256)) } }
        } else if hasKey, type == .gray || type == .rgb {
            builder.transparency = builder.samples.prefix(type.channels).flatMap { PNGFileBuilder.bytes($0, 2) }
        }
    }

    func check() throws {
        let file: Data = builder.file
        for color in PNGImage.Color.allCases {
            let pixels: [UInt8] = try PNGImage(file, path: "f", as: color).pixels
            let expected: [Double] = (0 ..< builder.width * builder.height).flatMap { values($0, as: color) }
            let wrong: Int? = pixels.indices.first { abs(Double(pixels[$0]) - expected[$0]) > 0.5 + 1e-9 }
            #expect(
                pixels.count == expected.count && wrong == nil,
                "\(builder.colorType) \(builder.depth) \(builder.transparency) \(color): \(wrong.map { "\($0): \(pixels[$0]), expected \(expected[$0])" } ?? "")"
            )
        }
    }

    /// Returns red, green, blue and the opacity of the pixel with the index `pixel` in the file, each from 0 to 1.
    private func stored(_ pixel: Int) -> [Double] {
        let channels: Int = builder.colorType.channels
        let samples: [Int] = Array(builder.samples[pixel * channels ..< (pixel + 1) * channels])
        if builder.colorType == .palette {
            let index: Int = samples[0]
            let alpha: UInt8 = index < builder.transparency.count ? builder.transparency[index] : 255
            return (builder.palette[index * 3 ..< index * 3 + 3] + [alpha]).map { Double($0) / 255 }
        }
        let greatest = Double(1 << builder.depth - 1)
        let shares: [Double] = samples.map { Double($0) / greatest }
        let key: [UInt8] = builder.transparency
        let isKey: Bool = !key.isEmpty && key == samples.flatMap { PNGFileBuilder.bytes($0, 2) }
        switch builder.colorType {
        case .gray: return [shares[0], shares[0], shares[0], isKey ? 0 : 1]
        case .grayAlpha: return [shares[0], shares[0], shares[0], shares[1]]
        case .rgb: return shares + [isKey ? 0 : 1]
        default: return shares
        }
    }

    private func light(_ sample: Double) -> Double {
        if let exponent { return pow(sample, 1 / exponent) }
        return sample <= 0.04045 ? sample / 12.92 : pow((sample + 0.055) / 1.055, 2.4)
    }

    private func sample(_ light: Double) -> Double {
        if let exponent { return pow(light, exponent) }
        return light <= 0.0031308 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055
    }

    /// Returns the samples of the pixel with the index `pixel` in the colour type `color`, from 0 to 255, before
    /// rounding.
    private func values(_ pixel: Int, as color: PNGImage.Color) -> [Double] {
        let parts: [Double] = stored(pixel)
        let (colors, alpha): ([Double], Double) = (Array(parts.prefix(3)), parts[3])
        let mixed: [Double] = colors.map { alpha == 1 ? $0 : sample(alpha * light($0) + 1 - alpha) }
        if color == .rgb { return mixed.map { $0 * 255 } }
        if colors[0] == colors[1] && colors[1] == colors[2] { return [mixed[0] * 255] }
        let lights: [Double] = colors.map { alpha * light($0) + 1 - alpha }
        return [sample(0.2126 * lights[0] + 0.7152 * lights[1] + 0.0722 * lights[2]) * 255]
    }
}
