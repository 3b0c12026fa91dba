import ComplexModule
import Foundation
import Interchange
import Tensors
import TestSupport
import Testing

@Suite struct TextFileEncodingTests {
    private func expectRoundTrip<Scalar: TextScalar>(_ values: [Scalar], _ delimiter: TextDelimiter) throws {
        let file = TextFile(Tensor(values, shape: [2, values.count / 2]))
        let text: Data = file.encoded(TextWriting(delimiter: delimiter))
        let read = try TextFile<Scalar>(text, path: "x", TextReading(delimiter: delimiter))
        #expect(read.values.shape == file.values.shape)
        let texts: ([Scalar]) -> [String] = { $0.map { String(reflecting: $0) } }
        #expect(texts(read.values.scalars) == texts(file.values.scalars))
    }

    @Test(arguments: [TextDelimiter.whitespace, ",", ";", "\t", " "])
    func everyTypeIsReadAgain(_ delimiter: TextDelimiter) throws {
        let real: [Double] = [
            0.1, -0.0, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e22, 1.0 / 3,
            5e-7,
        ]
        try expectRoundTrip(real, delimiter)
        try expectRoundTrip(real.map { Float($0) }, delimiter)
        try expectRoundTrip(zip(real, real.reversed()).map { Complex($0, $1) }.filter(\.isFinite), delimiter)
        try expectRoundTrip([Complex<Float>(1, -0.0), Complex(-0.0, -2.5)], delimiter)
        try expectRoundTrip([Int.min, .max], delimiter)
        try expectRoundTrip([Int8.min, .max], delimiter)
        try expectRoundTrip([Int16.min, .max], delimiter)
        try expectRoundTrip([Int32.min, .max], delimiter)
        try expectRoundTrip([Int64.min, .max], delimiter)
        try expectRoundTrip([UInt.min, .max], delimiter)
        try expectRoundTrip([UInt8.min, .max], delimiter)
        try expectRoundTrip([UInt16.min, .max], delimiter)
        try expectRoundTrip([UInt32.min, .max], delimiter)
        try expectRoundTrip([UInt64.min, .max], delimiter)
    }

    @Test func complexNumbersThatAreNotFiniteKeepBothParts() throws {
        let file = TextFile(Tensor<Complex<Double>>([Complex(.infinity, .nan), Complex(1, -.infinity)]))
        #expect(String(decoding: file.encoded(), as: UTF8.self) == "inf+nanj\n1.0-infj\n")
        let read = try TextFile<Complex<Double>>(file.encoded(), path: "x").values.scalars
        #expect(read[0].rawStorage.x == .infinity && read[0].rawStorage.y.isNaN)
        #expect(read[1].rawStorage == (1, -.infinity))
    }

    @Test func everyLayoutIsWrittenInRowOrder() {
        let tensor = Tensor<Double>(from: 0, to: 12).reshaped(to: [3, 4]) / 8
        for arrangement in MemoryArrangement.allCases {
            #expect(TextFile(tensor.arranged(arrangement)).encoded() == TextFile(tensor).encoded(), "\(arrangement)")
        }
    }

    @Test func namesAreQuotedIfNecessary() throws {
        let names: [String] = ["a", "b,c", "d \"e\"", "", " f", "#g", "line\nbreak", "tab\t", "ü"]
        for delimiter: TextDelimiter in [",", .whitespace] {
            let file = TextFile(Tensor<Double>(zeros: [1, names.count]), columnNames: names)
            let reading = TextReading(delimiter: delimiter, hasColumnNames: true)
            let text: Data = file.encoded(TextWriting(delimiter: delimiter, header: ["a header"]))
            var skipping: TextReading = reading
            skipping.skippedLines = 1
            let read = try TextFile<Double>(text, path: "x", skipping)
            // The reader removes blanks and tabs at both ends of a field, even inside quotation marks.
            #expect(read.columnNames == names.map { $0.trimmingCharacters(in: [" ", "\t"]) })
        }
    }

    @Test func vectorsAndScalarsAreTables() {
        #expect(TextFile(Tensor<Int>([1, 2])).values.shape == [2, 1])
        #expect(TextFile(Tensor<Int>(7)).values.shape == [1, 1])
        #expect(String(decoding: TextFile(Tensor<Int>([1, 2])).encoded(.csv), as: UTF8.self) == "1\n2\n")
        #expect(TextFile(Tensor<Float>(zeros: [0, 3])).encoded().isEmpty)
        let headed = TextFile(Tensor<Int>(7)).encoded(TextWriting(header: ["a"], comment: ""))
        #expect(String(decoding: headed, as: UTF8.self) == "a\n7\n")
        let lines = TextFile(Tensor<Int>([1, 2])).encoded(TextWriting(usesCRLF: true))
        #expect(String(decoding: lines, as: UTF8.self) == "1\r\n2\r\n")
    }

    @Test func filesAreWrittenAndReadAlsoCompressed() throws {
        let directory: URL = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let tensor: Tensor<Double> = Tensor<Double>(from: 0, to: 3000).reshaped(to: [1000, 3]).sin()
        let (plain, packed) = (directory.path + "/x.txt", directory.path + "/x.txt.gz")
        for path in [plain, packed] {
            try TextFile(tensor).write(to: path)
            #expect(try TextFile<Double>(contentsOf: path).values == tensor)
        }
        let (text, compressed) = (
            try Data(contentsOf: URL(fileURLWithPath: plain)), try Data(contentsOf: URL(fileURLWithPath: packed))
        )
        #expect(compressed.starts(with: [0x1F, 0x8B]) && compressed.count < text.count)
        let damaged: Data = compressed.dropLast(9)
        let error = try #require(throws: TextFileError.self) { try TextFile<Double>(damaged, path: "x.gz") }
        #expect(error.description.hasPrefix("x.gz: the compressed data cannot be read: "))
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() == ["x.txt", "x.txt.gz"])
        #expect(throws: TextFileError.self) { try TextFile(tensor).write(to: directory.path + "/none/x.txt") }
        #expect(throws: TextFileError.self) { try TextFile<Double>(contentsOf: directory.path + "/none.txt") }
    }

    @Test func impossibleOptionsEndTheProcess() async {
        await #expect(processExitsWith: .failure) {
            _ = TextFile(Tensor<Int>([1])).encoded(TextWriting(header: ["a\nb"]))
        }
        await #expect(processExitsWith: .failure) {
            _ = TextFile(Tensor<Float>([1])).encoded(TextWriting(digits: .fixed(-1)))
        }
    }
}
