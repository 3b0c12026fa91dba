import Datasets
import Foundation
import Interchange
import Tensors
import Testing

@Suite struct MappedArrayTests {
    private let directory = TemporaryDirectory()
    private var path: String { directory.path + "/x.npy" }

    @Test func rowsAreReadAndConverted() throws {
        let bytes = Tensor<UInt8>((0 ..< 24).map { UInt8($0 * 10) }, shape: [4, 2, 3])
        try NPYFile(bytes).write(to: path)
        let array = try MappedArray<Float>(npy: path)
        #expect(array.count == 4 && array.shape == [4, 2, 3])
        #expect(array.batch([3, 0, 3]) == Tensor<Float>(bytes).gathered(at: Tensor([3, 0, 3])))
        #expect(array.batch([]).shape == [0, 2, 3])
        #expect(try MappedArray<Int>(npy: path).batch([1]) == Tensor<Int>([[[60, 70, 80], [90, 100, 110]]]))
        #expect(try MappedArray<UInt8>(npy: path).batch([2]) == bytes[2].expandingShape(at: 0))
    }

    @Test func aTensorOfASafetensorsFileIsRead() throws {
        let x = Tensor<Double>([[1, 2], [3, 4], [5, 6]])
        try SafeTensorsFile(["x": AnyTensor(x)]).write(to: directory.path + "/x.safetensors")
        let array = try MappedArray<Float>(safetensors: directory.path + "/x.safetensors", "x")
        #expect(array.batch([2, 1]) == Tensor<Float>([[5, 6], [3, 4]]))
    }

    @Test func numbersThatDoNotFitAreRefusedAtOnce() throws {
        try NPYFile(Tensor<Double>([1, 2])).write(to: path)
        #expect(throws: NumPyError.self) { try MappedArray<Int>(npy: path) }
        try NPYFile(Tensor<Int>([1, 2])).write(to: path)
        #expect(throws: NumPyError.self) { try MappedArray<UInt8>(npy: path) }
        #expect(try MappedArray<Double>(npy: path).count == 2)
        try NPYFile(Tensor<Double>(3)).write(to: path)
        #expect(throws: NumPyError.self) { try MappedArray<Double>(npy: path) }
        #expect(throws: NumPyError.self) { try MappedArray<Double>(npy: directory.path + "/missing.npy") }
    }

    /// The rows of a file of 4 GiB are read without reading the file. The file has no data blocks, so it takes no space.
    @Test func onlyThePagesOfTheRowsAreRead() throws {
        let (rows, width): (Int, Int) = (1 << 20, 1 << 12)
        var header: Data = NPYFile(Tensor<UInt8>(zeros: [1, width])).encoded.prefix(128)
        let text = "{'descr': '|u1', 'fortran_order': False, 'shape': (\(rows), \(width)), }"
        header = header.prefix(10) + Data(text.utf8) + Data(repeating: 0x20, count: 117 - text.utf8.count) + [0x0A]
        FileManager.default.createFile(atPath: path, contents: header)
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.truncate(atOffset: UInt64(128 + rows * width))
        let before: Int = residentBytes()
        let array = try MappedArray<UInt8>(npy: path)
        #expect(array.batch([0, 1000, rows - 1]) == Tensor(zeros: [3, width]))
        #expect(residentBytes() - before < 1 << 30)
    }

    /// The number of bytes of the process that are in memory.
    private func residentBytes() -> Int {
        let text: String = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let pages: [Int] = text.split(separator: " ").compactMap { Int($0) }
        return pages.count > 1 ? pages[1] * 4096 : 0
    }
}
