import Foundation
import Interchange

/// Files that Pillow wrote and pictures that Pillow resized, from Tests/References/pictures.json.
struct PictureReferences: Decodable {
    struct Case: Decodable {
        let name, kind: String
        let width, height: Int
        /// A file, and the pixels that Pillow reads.
        let format: String?
        let file, gray, rgb: Data?
        /// The pixels of a picture, and of the resized pictures.
        let sourceWidth, sourceHeight: Int?
        let source, stretched, cropped: Data?

        func pixels(_ color: Picture.Color) -> [UInt8] { Array((color == .gray ? gray : rgb) ?? Data()) }
    }

    private let cases: [Case]

    private static let all: [Case] = {
        let place: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let file: URL = place.appendingPathComponent("../../References/pictures.json").standardized
        // A test without the file would check nothing, so the process ends.
        return try! JSONDecoder().decode(PictureReferences.self, from: Data(contentsOf: file)).cases
    }()

    static let readings: [Case] = all.filter { $0.kind == "reading" }
    static let jpegs: [Case] = readings.filter { $0.format == "JPEG" }
    static let pngs: [Case] = readings.filter { $0.format == "PNG" }
    static let resizings: [Case] = all.filter { $0.kind == "resizing" }

    /// The bytes of the JPEG file of the case with this name.
    static func jpeg(_ name: String) -> Data { jpegs.first { $0.name == name }?.file ?? Data() }
}

/// Returns the greatest difference of two samples at the same index; `nil` if the counts differ.
func greatestDifference(_ a: [UInt8], _ b: [UInt8]) -> Int? {
    a.count == b.count ? zip(a, b).map { abs(Int($0) - Int($1)) }.max() : nil
}
