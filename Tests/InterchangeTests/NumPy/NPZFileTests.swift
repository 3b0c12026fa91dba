import Foundation
import Interchange
import Tensors
import Testing

/// Reads npz files that NumPy wrote (Tests/References/numpy_files.json), and files that the package wrote.
@Suite struct NPZFileTests {
    @Test func readsBothKindsOfArchives() throws {
        for (name, archive) in try NumPyReferences.read().archives {
            let file = try NPZFile(archive, path: name)
            #expect(file.names == ["weight", "labels", "empty"])
            let weight: Tensor<Float> = try #require(try file.anyTensor("weight").tensor())
            #expect(weight == Tensor<Float>(from: 0, to: 2000).reshaped(to: [40, 50]))
            #expect(try file.anyTensor("labels").tensor(as: Int.self)?.scalars == Array(0 ..< 7))
            #expect(try file.anyTensor("empty").shape == [0, 2])
            #expect(throws: NumPyError.self) { try file.anyTensor("bias") }
        }
    }

    /// Arrays that are written and read back are equal. If SYNANN_NUMPY_FILES names a directory, the test writes the
    /// files there, and `numpy_files.py --read` reads these files with NumPy.
    @Test func whatIsWrittenIsReadBack() throws {
        let named: String? = ProcessInfo.processInfo.environment["SYNANN_NUMPY_FILES"]
        let directory: String = named ?? NSTemporaryDirectory() + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { if named == nil { try? FileManager.default.removeItem(atPath: directory) } }
        let plain: [NumPyReferences.Case] = try NumPyReferences.read().cases.filter { $0.name.hasPrefix("<") }
        var arrays: [String: AnyTensor] = [:]
        for reference in plain { arrays[reference.type] = try NPYFile(reference.file, path: "").array }
        #expect(arrays.count == NPYFileTests.types.count)
        for (name, array) in arrays {
            try NPYFile(array).write(to: "\(directory)/\(name).npy")
            #expect(try NPYFile(contentsOf: "\(directory)/\(name).npy").array == array)
        }
        try NPYFile(Tensor<Double>(7)).write(to: "\(directory)/scalar.npy")
        try NPYFile(Tensor<Float>(zeros: [3, 0])).write(to: "\(directory)/empty.npy")
        #expect(try NPYFile(contentsOf: "\(directory)/empty.npy").array.shape == [3, 0])
        for (name, compressed) in [("stored", false), ("deflated", true)] {
            try NPZFile(arrays, compressed: compressed).write(to: "\(directory)/\(name).npz")
            let file = try NPZFile(contentsOf: "\(directory)/\(name).npz")
            #expect(file.names == arrays.keys.sorted())
            for (type, array) in arrays { #expect(try file.anyTensor(type) == array) }
        }
    }

    @Test func damagedArchivesAreNamed() throws {
        let whole: Data = try #require(try NumPyReferences.read().archives["deflated"])
        func isRefused(_ bytes: Data) -> Bool {
            do {
                let file = try NPZFile(bytes, path: "archive")
                for name in file.names { _ = try file.anyTensor(name) }
                return false
            } catch {
                return true
            }
        }
        #expect(!isRefused(whole))
        for length in [0, 10, 21, 100, whole.count - 1] { #expect(isRefused(whole.prefix(length)), "\(length)") }
        // Changes a byte of the compressed data, and a byte of the checksum, the sizes and the offset in the archive's
        // directory.
        let directory: Int = try #require(whole.firstRange(of: Data([0x50, 0x4B, 1, 2]))?.lowerBound)
        for position in [200, directory + 16, directory + 20, directory + 24, directory + 42] {
            var bytes: Data = whole
            bytes[position] ^= 0x55
            #expect(isRefused(bytes), "\(position)")
        }
    }

    @Test func arraysAreAvailableBeforeTheFileIsWritten() throws {
        let array = AnyTensor(Tensor<Float>([1, 2]))
        let file = NPZFile(["b": array, "a": array])
        #expect(file.names == ["a", "b"])
        #expect(try file.anyTensor("b") == array)
        let missing = #expect(throws: NumPyError.self) { try file.anyTensor("c") }
        #expect(missing?.fault == .missing(name: "c"))
        // A file that is read and written again has the same bytes.
        let bytes: Data = try file.encoded
        #expect(try NPZFile(bytes, path: "archive").encoded == bytes)
    }

    @Test func unusablePathsAreErrors() {
        let directory = #expect(throws: NumPyError.self) { try NPZFile(contentsOf: "/tmp") }
        #expect(directory?.fault == .inaccessible("Is a directory"))
        let absent = #expect(throws: NumPyError.self) { try NPZFile([:]).write(to: "/no/such/file.npz") }
        #expect(absent?.fault == .inaccessible("No such file or directory"))
    }
}
