import Foundation
import Tensors
import Testing

/// The cases of Tests/References/numpy_indexing.json: elements that NumPy selects and assigns, and shapes that NumPy
/// broadcasts.
struct NumPyIndexing: Decodable {
    struct Indexing: Decodable {
        let shape: [Int]
        let index: [Item]
        let selectedShape, values, sourceShape, assigned: [Int]
    }

    struct Broadcasting: Decodable {
        let first, second: [Int]
        /// The broadcast shape; `nil` if the shapes do not broadcast.
        let result: [Int]?
    }

    let indexing: [Indexing]
    let broadcasting: [Broadcasting]

    struct Item: Decodable {
        let index: TensorIndex

        init(from decoder: any Decoder) throws {
            struct Slice: Decodable { let from, to: Int?, by: Int }
            let container = try decoder.singleValueContainer()
            if let position = try? container.decode(Int.self) {
                index = position.tensorIndex
            } else if let name = try? container.decode(String.self) {
                let named: [String: TensorIndex] = ["all": .all, "newaxis": .newAxis, "ellipsis": .ellipsis]
                index = try #require(named[name])
            } else {
                let slice: Slice = try container.decode(Slice.self)
                index = .stride(from: slice.from, to: slice.to, by: slice.by)
            }
        }
    }

    static let cases: NumPyIndexing = {
        let tests: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file: URL = tests.appendingPathComponent("References/numpy_indexing.json")
        do {
            return try JSONDecoder().decode(NumPyIndexing.self, from: Data(contentsOf: file))
        } catch {
            fatalError("cannot read \(file.path): \(error)")
        }
    }()
}
