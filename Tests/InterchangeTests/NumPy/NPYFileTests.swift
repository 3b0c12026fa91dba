import ComplexModule
import Foundation
import Interchange
import Tensors
import TestSupport
import Testing

/// npy and npz files, against files that NumPy wrote: Tests/References/numpy_files.json.
@Suite struct NumPyFileTests {
    private struct References: Decodable {
        struct Case: Decodable {
            let name, type: String
            let file: Data
            let shape: [Int]
            let real, imaginary: [Double]
        }
        let cases: [Case]
        let archives: [String: Data]
        let pickled, structured: Data
    }

    private static func references() throws -> References {
        let tests: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try JSONDecoder().decode(
            References.self, from: Data(contentsOf: tests.appendingPathComponent("References/numpy_files.json")))
    }

    private static let types: [String: DType] = [
        "b1": .bool, "u1": .uint8, "i1": .int8, "u2": .uint16, "i2": .int16, "u4": .uint32, "i4": .int32,
        "u8": .uint64, "i8": .int64, "f2": .float16, "f4": .float32, "f8": .float64, "c8": .complex64,
        "c16": .complex128,
    ]

    @Test func readsWhatNumPyWrote() throws {
        let cases: [References.Case] = try Self.references().cases
        #expect(cases.count > 40)
        for reference in cases {
            let array: AnyTensor = try NPYFile(reference.file, path: reference.name).array
            #expect(array.dtype == Self.types[reference.type] && array.shape.dimensions == reference.shape)
            let numbers: [Complex<Double>] = try #require(array.tensor(as: Complex<Double>.self)).scalars
            #expect(numbers.map(\.real) == reference.real && numbers.map(\.imaginary) == reference.imaginary)
        }
    }

    @Test func readsBothKindsOfArchives() throws {
        for (name, archive) in try Self.references().archives {
            let file = try NPZFile(archive, path: name)
            #expect(file.names == ["weight", "labels", "empty"])
            let weight: Tensor<Float> = try #require(try file.anyTensor("weight").tensor())
            #expect(weight == Tensor<Float>(from: 0, to: 2000).reshaped(to: [40, 50]))
            #expect(try file.anyTensor("labels").tensor(as: Int.self)?.scalars == Array(0 ..< 7))
            #expect(try file.anyTensor("empty").shape == [0, 2])
            #expect(throws: NumPyError.self) { try file.anyTensor("bias") }
        }
    }

    /// What `numpy_files.py --read` reads with NumPy itself, where SYNANN_NUMPY_FILES names a directory.
    @Test func whatIsWrittenIsReadBack() throws {
        let named: String? = ProcessInfo.processInfo.environment["SYNANN_NUMPY_FILES"]
        let directory: String = named ?? NSTemporaryDirectory() + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { if named == nil { try? FileManager.default.removeItem(atPath: directory) } }
        let plain: [References.Case] = try Self.references().cases.filter { $0.name.hasPrefix("<") }
        var arrays: [String: AnyTensor] = [:]
        for reference in plain { arrays[reference.type] = try NPYFile(reference.file, path: "").array }
        #expect(arrays.count == Self.types.count)
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

    @Test func pickledAndStructuredArraysAreRefused() throws {
        let references: References = try Self.references()
        #expect(fault(references.pickled) == .pickledObjects)
        guard case .malformedHeader = fault(references.structured) else { return #expect(Bool(false)) }
    }

    private func fault(_ bytes: Data) -> NumPyError.Fault? {
        do {
            _ = try NPYFile(bytes, path: "array").array
            return nil
        } catch {
            #expect(error.description.hasPrefix("array: "))
            return error.fault
        }
    }

    /// A version 1 file with a header and data.
    private func file(_ header: String, _ count: Int) -> Data {
        Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8))
            + Data(count: count)
    }

    @Test func badFilesAreNamed() {
        #expect(fault(file("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", 8)) == nil)
        #expect(fault(file("{\"shape\":(2L,),\"descr\":\"<f4\",\"fortran_order\":True,}", 8)) == nil)
        guard case .notAnArray = fault(Data("not an array at all".utf8)) else { return #expect(Bool(false)) }
        #expect(
            fault(file("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", 7))
                == .wrongLength(expected: 8, found: 7))
        #expect(fault(file("{'descr': '<g4', 'fortran_order': False, 'shape': ()}", 4)) == .unknownType("<g4"))
        #expect(
            fault(file("{'descr': '<f8', 'fortran_order': False, 'shape': (4000000000, 4000000000)}", 4))
                == .impossibleShape([4_000_000_000, 4_000_000_000]))
        for header in [
            "", "{", "{}", "{'descr': '<f4'}", "{'descr': '<f4', 'fortran_order': False, 'shape': (2}",
            "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)}",
            "{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}",
            "{'descr': '<f4', 'fortran_order': False, 'shape': 2}",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}", "{'descr': '<f4",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x",
        ] {
            guard case .malformedHeader = fault(file(header, 8)) else { return #expect(Bool(false), "\(header)") }
        }
    }

    /// A 0 does not make the other lengths possible, wherever it stands: what is computed of them overflows.
    @Test func impossibleShapesBesideAZeroAreRefused() throws {
        let huge: [Int] = [1 << 61, 1 << 40, .max]
        for length in huge {
            for place in 0 ... 2 {
                for type in ["|u1", "<f4", "<c16"] {
                    var shape: [Int] = [3, length, length]
                    shape.insert(0, at: place)
                    let list: String = shape.map(String.init).joined(separator: ", ")
                    let header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(list))}"
                    #expect(fault(file(header, 0)) == .impossibleShape(shape), "\(header)")
                }
            }
        }
        let issue = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2305843009213693952, 0)}"
        #expect(fault(file(issue, 0)) == .impossibleShape([3, 1 << 61, 0]))
        #expect(
            try NPYFile(file(issue.replacing("2305843009213693952", with: "7"), 0), path: "").array.shape == [3, 7, 0])
    }

    /// Without a byte order, with the machine's, or with NumPy's long name, as its `dtype` takes them.
    @Test func typesWithoutByteOrderAreRead() throws {
        for type in ["f4", "=f4", "|f4", "<f4", "float32"] {
            let header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (2,)}"
            #expect(try NPYFile(file(header, 8), path: "").array.dtype == .float32, "\(type)")
        }
        for (type, dtype) in [("b1", DType.bool), ("?", .bool), ("u1", .uint8), ("int64", .int64), ("c8", .complex64)] {
            let header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (1,)}"
            #expect(try NPYFile(file(header, dtype.byteCount), path: "").array.dtype == dtype, "\(type)")
        }
    }

    @Test func damagedArchivesAreNamed() throws {
        let whole: Data = try #require(try Self.references().archives["deflated"])
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
        // A byte of packed data, and of the directory's checksum, sizes and offset.
        let directory: Int = try #require(whole.firstRange(of: Data([0x50, 0x4B, 1, 2]))?.lowerBound)
        for position in [200, directory + 16, directory + 20, directory + 24, directory + 42] {
            var bytes: Data = whole
            bytes[position] ^= 0x55
            #expect(isRefused(bytes), "\(position)")
        }
    }

    @Test func unusablePathsAreErrors() {
        let missing = #expect(throws: NumPyError.self) { try NPYFile(contentsOf: "/no/such/file.npy").array }
        #expect(missing?.fault == .inaccessible("No such file or directory"))
        #expect(throws: NumPyError.self) { try NPZFile(contentsOf: "/tmp") }
        #expect(throws: NumPyError.self) { try NPYFile(Tensor<Float>(1)).write(to: "/no/such/file.npy") }
    }
}
