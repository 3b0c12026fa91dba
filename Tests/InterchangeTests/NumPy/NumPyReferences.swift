import Foundation

/// Files that NumPy wrote, with their contents, from Tests/References/numpy_files.json.
struct NumPyReferences: Decodable {
    struct Case: Decodable {
        let name, type: String
        let file: Data
        let shape: [Int]
        let real, imaginary: [Double]
    }

    let cases: [Case]
    let archives: [String: Data]
    let pickled, structured: Data

    static func read() throws -> NumPyReferences {
        let place: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let file: URL = place.appendingPathComponent("../../References/numpy_files.json").standardized
        return try JSONDecoder().decode(NumPyReferences.self, from: Data(contentsOf: file))
    }
}
