import Foundation
import SynaNN
import TestSupport
import Testing

/// The code of docs/data.md can be compiled and run. `everySnippetIsHere` compares the article with this file.
@Suite struct DataArticleTests {
    private let directory: String = FileManager.default.temporaryDirectory
        .appendingPathComponent("data-\(UUID().uuidString)").path

    @Test func arraysAreSplitSampledAndVaried() throws {
        var generator = PhiloxGenerator(seed: 1)
        let labels: [Int] = (0 ..< 40).map { $0 % 10 == 0 ? 2 : $0 % 2 }
        let (x, y): (Tensor<Float>, Tensor<Int>) = (sample([40, 3]), Tensor(labels))
        let data = ArrayData(x, y)  // [N, …] and [N, …]
        let (train, test) = data.split(fraction: 0.2, using: &generator)
        let counts: [Int] = [0, 1, 2].map { label in labels.count { $0 == label } }
        let balanced = data.sampled(by: labels.map { 1 / Double(counts[$0]) })
        let scaled = data.map { (inputs: $0.inputs / 255, targets: $0.targets) }
        let noisy = scaled.augmented { batch, generator in
            let noise = Tensor<Float>(randomNormal: batch.inputs.shape, standardDeviation: 0.01, using: &generator)
            return (inputs: batch.inputs + noise, targets: batch.targets)
        }
        #expect(train.count == 32 && test.count == 8 && balanced.count == 40)
        let batch = noisy.batch([3, 4])
        #expect(batch.inputs == x[3 ..< 5] / 255)
        #expect(noisy.augmented(batch, using: &generator).inputs != batch.inputs)
    }

    @Test func filesAreRead() throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let (path, csv, labels): (String, String, [Int]) = (directory + "/x.npy", directory + "/x.csv", [0, 1, 1])
        let x: Tensor<Float> = sample([3, 4])
        try NPYFile(x).write(to: path)
        try "age,weight,height\n1,2,3\n4,5,6\n".write(toFile: csv, atomically: true, encoding: .utf8)
        let rows = try MappedArray<Float>(npy: path)
        let samples = rows.labeled(by: Tensor(labels))
        var reading = TextReading(delimiter: .character(","), hasColumnNames: true)
        reading.columns = .named(["height", "weight", "age"])
        let table: Tensor<Float> = try TextFile(contentsOf: csv, reading).values
        let columns = ArrayData(table[.all, 0 ..< 2], table[.all, 2 ..< 3])
        #expect(samples.batch([2]).inputs == x[2 ..< 3])
        #expect(columns.batch([1]).inputs == Tensor([[6, 5]]) && columns.batch([1]).targets == Tensor([[4]]))
        #expect(try Recordings(paths: [path]).batch([0]).map(\.shape) == [[3, 4]])
        #expect(throws: NumPyError.self) { try Recordings(paths: [csv]).batch([0]) }
    }

    @Test func picturesAreRead() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        for index in 0 ..< 10 {
            try Directory.create(directory + "/\(index % 2)")
            let pixels = [UInt8](repeating: UInt8(index), count: 30 * 20 * 3)
            try PNGImage(width: 30, height: 20, color: .rgb, pixels: pixels)
                .write(to: directory + "/\(index % 2)/\(index).png")
        }
        let pictures: String = directory
        let images = try ImageDataset(directory: pictures, ImageReading(size: (32, 32)))
        let normalization = try PixelNormalization(of: images.train)
        let batches = ImageData(
            images.train, normalization: normalization, augmentation: .things(height: 32, width: 32, fill: 0))
        #expect(try batches.batch([0, 1, 2]).inputs.shape == [3, 3, 32, 32])
    }

    @Test func everySnippetIsHere() throws {
        let source: Set<String> = try Set(lines(of: String(contentsOfFile: #filePath, encoding: .utf8)))
        let article: String =
            try String(contentsOf: Repository.root.appendingPathComponent("docs/data.md"), encoding: .utf8)
        let code: [String] = Repository.codeLines(in: article)
        for line in code { #expect(source.contains(line), "data.md: \(line)") }
        #expect(code.count > 30)
    }

    private func lines(of text: String) -> [String] {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }
}

struct Recordings: DataSource {
    let paths: [String]
    var count: Int { paths.count }
    var batchesAhead: Int { 4 }

    func batch(_ indices: ArraySlice<Int>) throws(NumPyError) -> [Tensor<Float>] {
        var batch: [Tensor<Float>] = []
        for index in indices {
            guard let recording: Tensor<Float> = try NPYFile(contentsOf: paths[index]).array.tensor() else { continue }
            batch.append(recording)
        }
        return batch
    }
}
