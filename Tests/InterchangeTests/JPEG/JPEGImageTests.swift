import Foundation
import Interchange
import Testing

@Suite struct JPEGImageTests {
    /// The samples are those that Pillow decodes. The conversion of inks to colours rounds once here, and twice in
    /// Pillow.
    @Test(arguments: PictureReferences.jpegs.indices)
    func pixelsAreThoseOfPillow(index: Int) throws {
        let reference: PictureReferences.Case = PictureReferences.jpegs[index]
        let file: Data = try #require(reference.file)
        for color in JPEGImage.Color.allCases {
            let image = try JPEGImage(file, path: "f", as: color)
            #expect((image.width, image.height) == (reference.width, reference.height), "\(reference.name)")
            let difference: Int = try #require(greatestDifference(image.pixels, reference.pixels(color)))
            #expect(difference <= (reference.name.hasPrefix("CMYK") ? 1 : 0), "\(reference.name) \(color)")
        }
    }

    @Test func filesAreRead() throws {
        let path: String = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let reference: PictureReferences.Case = PictureReferences.jpegs[0]
        try #require(reference.file).write(to: URL(fileURLWithPath: path))
        #expect(try JPEGImage(contentsOf: path, as: .rgb).pixels == reference.pixels(.rgb))
        let error = #expect(throws: JPEGError.self) { try JPEGImage(contentsOf: path + "/absent", as: .rgb) }
        #expect(error?.description.hasPrefix("\(path)/absent: cannot be read as a JPEG picture: ") == true)
    }

    /// A reduced picture has the rounded-up size, and its samples are close to the means of the pixels they replace.
    @Test(arguments: [1, 2, 3, 5, 6, 17, 18, 1000])
    func reducedPicturesAreMeans(shorterSide: Int) throws {
        let file: Data = PictureReferences.jpeg("baseline 4:4:4")
        let (whole, reduced) = (
            try JPEGImage(file, path: "f", as: .gray),
            try JPEGImage(file, path: "f", as: .gray, reducedToAtLeast: shorterSide)
        )
        // The picture has 23 × 17 pixels, and 17 is divided by 8, 4 and 2 to 3, 5 and 9.
        let divisor: Int = shorterSide <= 3 ? 8 : shorterSide <= 5 ? 4 : shorterSide <= 9 ? 2 : 1
        #expect(reduced.width == (23 + divisor - 1) / divisor && reduced.height == (17 + divisor - 1) / divisor)
        for y in 0 ..< 17 / divisor {
            for x in 0 ..< 23 / divisor {
                var sum = 0
                for row in y * divisor ..< (y + 1) * divisor {
                    for column in x * divisor ..< (x + 1) * divisor { sum += Int(whole.pixels[row * 23 + column]) }
                }
                let mean: Double = Double(sum) / Double(divisor * divisor)
                #expect(abs(Double(reduced.pixels[y * reduced.width + x]) - mean) <= 6)
            }
        }
    }

    @Test func reductionToNothingTraps() async {
        await #expect(processExitsWith: .failure) {
            _ = try JPEGImage(Data([0xFF, 0xD8, 0xFF]), path: "f", as: .gray, reducedToAtLeast: 0)
        }
    }
}
