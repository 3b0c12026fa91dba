import CKernels
import Foundation
import Interchange
import Tensors
import Testing

@Suite struct PictureResizingTests {
    private static func random(_ width: Int, _ height: Int, _ color: Picture.Color, seed: UInt64) -> Picture {
        var generator = PhiloxGenerator(seed: seed)
        let pixels: [UInt8] = (0 ..< width * height * color.rawValue).map { _ in UInt8(generator.next(below: 256)) }
        return Picture(width: width, height: height, color: color, pixels: pixels)
    }

    private static func picture(_ reference: PictureReferences.Case) throws -> Picture {
        Picture(
            width: try #require(reference.sourceWidth), height: try #require(reference.sourceHeight),
            color: reference.name.hasPrefix("RGB") ? .rgb : .gray, pixels: Array(try #require(reference.source)))
    }

    /// Pillow rounds between the axes, so its samples differ by at most 1.
    @Test(arguments: PictureReferences.resizings.indices)
    func samplesAreThoseOfPillow(index: Int) throws {
        let reference: PictureReferences.Case = PictureReferences.resizings[index]
        let source: Picture = try Self.picture(reference)
        for (fitting, expected) in [(Picture.Fitting.stretch, reference.stretched), (.crop, reference.cropped)] {
            let result = source.resized(width: reference.width, height: reference.height, fitting: fitting)
            #expect((result.width, result.height) == (reference.width, reference.height))
            let difference: Int? = greatestDifference(result.pixels, Array(try #require(expected)))
            #expect(try #require(difference) <= 1, "\(reference.name) \(fitting)")
        }
    }

    /// The samples are the exact weighted means, rounded to nearest. The means are computed in Double by the definition
    /// of the triangle, and a sample may be rounded to either side if its mean is within 0.001 of a half.
    @Test(
        arguments: [(31, 22, 13, 9), (31, 22, 64, 50), (5, 90, 40, 4), (200, 3, 3, 7), (1, 1, 4, 4), (17, 17, 16, 18)],
        Picture.Color.allCases)
    func samplesAreRoundedOnce(sizes: (Int, Int, Int, Int), color: Picture.Color) {
        let (width, height, newWidth, newHeight) = sizes
        let source: Picture = Self.random(width, height, color, seed: 5)
        let result: Picture = source.resized(width: newWidth, height: newHeight)
        let columns: [[Double]] = (0 ..< newWidth).map { weights($0, newWidth, width) }
        let rows: [[Double]] = (0 ..< newHeight).map { weights($0, newHeight, height) }
        let channels: Int = color.rawValue
        for (y, rowWeights) in rows.enumerated() {
            for (x, columnWeights) in columns.enumerated() {
                for channel in 0 ..< channels {
                    var mean = 0.0
                    for (row, weight) in rowWeights.enumerated() where weight > 0 {
                        for (column, other) in columnWeights.enumerated() where other > 0 {
                            mean += weight * other * Double(source.pixels[(row * width + column) * channels + channel])
                        }
                    }
                    let sample = Double(result.pixels[(y * newWidth + x) * channels + channel])
                    #expect(abs(sample - mean) <= 0.501)
                }
            }
        }
    }

    /// Returns the weight of each sample of the source in the sample `index` of `count` samples.
    private func weights(_ index: Int, _ count: Int, _ sourceCount: Int) -> [Double] {
        let scale: Double = Double(sourceCount) / Double(count)
        let center: Double = (Double(index) + 0.5) * scale
        let triangle: [Double] = (0 ..< sourceCount).map { max(0, 1 - abs(Double($0) + 0.5 - center) / max(1, scale)) }
        let sum: Double = triangle.reduce(0, +)
        return triangle.map { $0 / sum }
    }

    @Test func constantsStayConstant() {
        for value: UInt8 in [0, 1, 127, 254, 255] {
            for color in Picture.Color.allCases {
                let pixels = [UInt8](repeating: value, count: 37 * 29 * color.rawValue)
                let source = Picture(width: 37, height: 29, color: color, pixels: pixels)
                for (width, height) in [(5, 3), (80, 61), (37, 1), (1, 29), (300, 2)] {
                    let result: Picture = source.resized(width: width, height: height)
                    #expect(result.pixels.allSatisfy { $0 == value }, "\(value) \(width) × \(height)")
                }
            }
        }
    }

    @Test func shorterSidesKeepTheProportions() {
        func size(_ width: Int, _ height: Int, _ side: Int) -> [Int] {
            let source = Picture(
                width: width, height: height, color: .gray, pixels: [UInt8](repeating: 1, count: width * height))
            let result: Picture = source.resized(shorterSide: side)
            return [result.width, result.height]
        }
        #expect(size(50, 37, 25) == [33, 25])
        #expect(size(37, 50, 25) == [25, 33])
        #expect(size(9, 9, 4) == [4, 4])
        #expect(size(100, 1, 2) == [200, 2])
    }

    @Test func sameSizeIsUnchanged() {
        let source: Picture = Self.random(9, 7, .rgb, seed: 1)
        for fitting in Picture.Fitting.allCases {
            #expect(source.resized(width: 9, height: 7, fitting: fitting) == source)
        }
    }

    /// The portable kernel and the processor's best kernel return the same samples. The test runs in a process of its own,
    /// because other tests would compute with kernels of both sets.
    @Test func instructionSetsAgree() async {
        await #expect(processExitsWith: .success) {
            let best: synann_instruction_set = synann_current_instruction_set()
            for color in Picture.Color.allCases {
                let source: Picture = Self.random(123, 77, color, seed: 3)
                let results: [Picture] = [best, SYNANN_PORTABLE].map { set in
                    _ = synann_use_instruction_set(set)
                    return source.resized(width: 50, height: 41)
                }
                if results[0] != results[1] { fatalError("the samples of \(color) differ") }
            }
        }
    }
}
