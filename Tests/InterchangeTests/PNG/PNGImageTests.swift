import Foundation
import Interchange
import Testing

@Suite struct PNGImageTests {
    private func path(_ name: String) -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString)-\(name)").path
    }

    @Test(arguments: PNGImage.Color.allCases)
    func picturesComeBack(color: PNGImage.Color) throws {
        for (width, height) in [(1, 1), (28, 28), (5, 130)] {
            let pixels: [UInt8] = (0 ..< width * height * color.rawValue).map {
                UInt8(truncatingIfNeeded: $0 * 37 + 11)
            }
            let picture = PNGImage(width: width, height: height, color: color, pixels: pixels)
            let file: String = path("picture.png")
            defer { try? FileManager.default.removeItem(atPath: file) }
            try picture.write(to: file)
            #expect(try PNGImage(contentsOf: file, as: color) == picture)
        }
    }

    @Test func colorsAreConverted() throws {
        let file: String = path("colors.png")
        defer { try? FileManager.default.removeItem(atPath: file) }
        try PNGImage(width: 2, height: 1, color: .rgb, pixels: [255, 255, 255, 0, 0, 0]).write(to: file)
        #expect(try PNGImage(contentsOf: file, as: .gray).pixels == [255, 0])
        try PNGImage(width: 2, height: 1, color: .gray, pixels: [200, 7]).write(to: file)
        #expect(try PNGImage(contentsOf: file, as: .rgb).pixels == [200, 200, 200, 7, 7, 7])
    }

    @Test func damagedFilesAreRefused() throws {
        let file: String = path("damaged.png")
        defer { try? FileManager.default.removeItem(atPath: file) }
        let whole: Data = PNGImage(width: 9, height: 9, color: .gray, pixels: [UInt8](repeating: 3, count: 81)).encoded
        for count in [0, 7, 8, 20, 33, 40, whole.count / 2] {
            try whole.prefix(count).write(to: URL(fileURLWithPath: file))
            #expect(throws: PNGError.self, "\(count) bytes") { try PNGImage(contentsOf: file, as: .gray) }
        }
        try Data("GIF89a and more of it".utf8).write(to: URL(fileURLWithPath: file))
        #expect(throws: PNGError.self) { try PNGImage(contentsOf: file, as: .gray) }
        try whole.write(to: URL(fileURLWithPath: file))
        let error = #expect(throws: PNGError.self) { try PNGImage(contentsOf: file, as: .gray, pixelLimit: 80) }
        #expect(error?.fault == .tooLarge(width: 9, height: 9, limit: 80))
    }

    @Test func pathsThatCannotBeUsedAreNamed() {
        let picture = PNGImage(width: 1, height: 1, color: .gray, pixels: [0])
        let absent: String = path("absent") + "/picture.png"
        let error = #expect(throws: PNGError.self) { try picture.write(to: absent) }
        #expect(error?.description.hasPrefix("\(absent): cannot be written") == true)
        #expect(throws: PNGError.self) { try PNGImage(contentsOf: absent, as: .gray) }
    }

    @Test func wrongPixelCountTraps() async {
        await #expect(processExitsWith: .failure) {
            _ = PNGImage(width: 2, height: 2, color: .rgb, pixels: [1, 2, 3])
        }
    }
}
