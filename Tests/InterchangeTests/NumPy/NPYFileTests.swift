import ComplexModule
import Foundation
import Interchange
import Tensors
import TestSupport
import Testing

/// Reads npy files that NumPy wrote (Tests/References/numpy_files.json), and files that the package wrote.
@Suite struct NPYFileTests {
    static let types: [String: DType] = [
        "b1": .bool, "u1": .uint8, "i1": .int8, "u2": .uint16, "i2": .int16, "u4": .uint32, "i4": .int32,
        "u8": .uint64, "i8": .int64, "f2": .float16, "f4": .float32, "f8": .float64, "c8": .complex64,
        "c16": .complex128,
    ]

    @Test func readsWhatNumPyWrote() throws {
        let cases: [NumPyReferences.Case] = try NumPyReferences.read().cases
        #expect(cases.count > 40)
        for reference in cases {
            let array: AnyTensor = try NPYFile(reference.file, path: reference.name).array
            #expect(array.dtype == Self.types[reference.type] && array.shape.dimensions == reference.shape)
            let numbers: [Complex<Double>] = try #require(array.tensor(as: Complex<Double>.self)).scalars
            #expect(numbers.map(\.real) == reference.real && numbers.map(\.imaginary) == reference.imaginary)
        }
    }

    @Test func pickledAndStructuredArraysAreRefused() throws {
        let references: NumPyReferences = try NumPyReferences.read()
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

    /// Returns an npy file of version 1 with the given header and `count` zero bytes of data.
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

    /// If a length is 0, impossible other lengths are still refused, because the strides would overflow.
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

    /// The reader accepts type names without a byte order, with `=` for the machine's byte order, and long names such
    /// as `float32`, as NumPy's `dtype` does.
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

    /// A written file has the bytes `encoded` and is read back, for every type and memory layout.
    @Test func filesComeBack() throws {
        let path: String = NSTemporaryDirectory() + "\(UUID().uuidString).npy"
        defer { try? FileManager.default.removeItem(atPath: path) }
        func check<Scalar: FileScalar>(_ tensor: Tensor<Scalar>) throws {
            for arrangement in MemoryArrangement.allCases {
                let file = NPYFile(tensor.arranged(arrangement))
                try file.write(to: path)
                #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == file.encoded, "\(Scalar.self)")
                #expect(try NPYFile(contentsOf: path).array.tensor() == tensor, "\(Scalar.self) \(arrangement)")
            }
        }
        let numbers: Tensor<Float> = sample([3, 4])
        try check(numbers)
        try check(sample([2, 3, 4]) as Tensor<Double>)
        try check(Tensor<Int>([[1, -2, 1 << 40], [4, 5, 6]]))
        try check(Tensor<Int32>([1, -2]))
        try check(Tensor<UInt8>([0, 255]))
        try check(Tensor<Bool>([[true, false], [false, false]]))
        try check(Tensor<BFloat16>(numbers))
        try check(Tensor<Complex<Float>>(numbers, numbers + 1))
        try check(Tensor<Float>(zeros: [0, 3]))
        try check(Tensor<Float>(7))
    }

    /// A large file comes back, also after another file has replaced it.
    @Test func largeFilesComeBack() throws {
        let path: String = NSTemporaryDirectory() + "\(UUID().uuidString).npy"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let numbers: Tensor<Float> = Tensor(from: 0, to: 5_000_011)
        try NPYFile(numbers).write(to: path)
        let array: AnyTensor = try NPYFile(contentsOf: path).array
        #expect(array.tensor() == numbers)
        // The file on the disk does not change if another file replaces it, so the array remains readable.
        try NPYFile(Tensor<Float>([1])).write(to: path)
        #expect(array.tensor() == numbers)
    }

    /// An array in Fortran order is the transpose of the array with the same bytes and the reversed shape.
    @Test func fortranOrder() throws {
        for shape in [[2, 3], [17, 33], [1, 5], [2, 3, 4]] {
            let reversed: Tensor<Float> = sample(Shape(shape.reversed()))
            let list: String = shape.map(String.init).joined(separator: ", ")
            let header: Data = file("{'descr': '<f4', 'fortran_order': True, 'shape': (\(list))}", 0)
            let array: AnyTensor = try NPYFile(header + AnyTensor(reversed).bytes, path: "").array
            #expect(array.tensor() == reversed.permuted(shape.indices.reversed()), "\(shape)")
            let numbers: Tensor<Complex<Float>> = Tensor(reversed, reversed + 1)
            let wide: Data = file("{'descr': '<c8', 'fortran_order': True, 'shape': (\(list))}", 0)
            let complex: AnyTensor = try NPYFile(wide + AnyTensor(numbers).bytes, path: "").array
            #expect(complex.tensor() == numbers.permuted(shape.indices.reversed()), "\(shape)")
        }
    }

    @Test func unusablePathsAreErrors() {
        let missing = #expect(throws: NumPyError.self) { try NPYFile(contentsOf: "/no/such/file.npy").array }
        #expect(missing?.fault == .inaccessible("No such file or directory"))
        #expect(throws: NumPyError.self) { try NPYFile(Tensor<Float>(1)).write(to: "/no/such/file.npy") }
    }
}
