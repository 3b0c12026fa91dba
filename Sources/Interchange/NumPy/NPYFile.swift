import Files
import Foundation
import Tensors

/// An npy file, which contains a single array. NumPy's `save` writes such files, and `load` reads them.
///
///     let x: Tensor<Double>? = try NPYFile(contentsOf: "x.npy").array.tensor()
///     try NPYFile(y).write(to: "y.npy")
///
/// The reader supports versions 1 to 3 of the format
/// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html). It converts big-endian numbers and arrays
/// in Fortran order. It throws an error for pickled objects.
public struct NPYFile: Sendable, Hashable {
    /// The array that the file contains.
    public let array: AnyTensor

    static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    /// Creates a file in memory that contains `array`.
    public init(_ array: AnyTensor) { self.array = array }

    /// Creates a file in memory that contains `tensor`.
    public init<Scalar: FileScalar>(_ tensor: Tensor<Scalar>) { array = AnyTensor(tensor) }

    /// Reads a file.
    ///
    /// - Throws: `NumPyError` if the file cannot be read, is not an npy file, is damaged, or contains elements that are
    ///   neither numbers nor Booleans.
    public init(contentsOf path: String) throws(NumPyError) {
        let data: Data
        do { data = try FileContents.bytes(of: path) } catch {
            throw NumPyError(path: path, .inaccessible(error.reason))
        }
        try self.init(data, path: path)
    }

    /// Writes the file atomically: after an error, an existing file is unchanged (see `AtomicFile`).
    ///
    /// - Throws: `NumPyError` if the file cannot be written.
    public func write(to path: String) throws(NumPyError) {
        do { try AtomicFile.write(parts, to: path) } catch {
            throw NumPyError(path: path, .inaccessible(error.reason))
        }
    }

    /// The bytes of the file in version 1 of the format.
    ///
    /// An array of bfloat16, which NumPy does not have, is written as float32. Traps if the shape has so many axes that
    /// the header exceeds 65 535 bytes.
    public var encoded: Data { Data(joining: parts) }

    /// The bytes of the file in parts: the header and the array.
    var parts: [any ByteSource] {
        let file: NPYFile = writable
        return [file.header, file.array]
    }

    /// This file, or a file with numbers of float32 if the numbers are bfloat16.
    private var writable: NPYFile {
        guard array.dtype == .bfloat16 else { return self }
        guard let wider: Tensor<Float> = array.tensor() else { fatalError("bfloat16 is a real type") }
        return NPYFile(wider)
    }

    /// The bytes before the array in version 1 of the format.
    private var header: Data {
        let lengths: [String] = array.shape.dimensions.map(String.init)
        let shape: String = lengths.count == 1 ? "(\(lengths[0]),)" : "(\(lengths.joined(separator: ", ")))"
        let text = "{'descr': '\(Self.typeName(of: array.dtype))', 'fortran_order': False, 'shape': \(shape), }"
        // The data begin at a multiple of 64 bytes, as in the files that NumPy writes.
        let padding: Int = 63 - (Self.magic.count + 4 + text.utf8.count) % 64
        let header: [UInt8] = Array(text.utf8) + [UInt8](repeating: 0x20, count: padding) + [0x0A]
        require(header.count < 1 << 16, "NPYFile: a shape of \(array.shape.rank) axes does not fit the header")
        return Data(Self.magic + [1, 0, UInt8(header.count & 255), UInt8(header.count >> 8)] + header)
    }
}
