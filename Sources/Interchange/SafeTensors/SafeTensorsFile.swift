import Files
import Foundation
import Tensors

/// A safetensors file, which contains named tensors and strings in the format of Hugging Face.
///
///     let file = try SafeTensorsFile(contentsOf: "model.safetensors")
///     let weight = try file.tensor("conv1.weight", as: Float.self)
///
/// The file is mapped into memory, and the bytes of a tensor are read when the tensor is requested. `init` verifies the
/// whole header with arithmetic that detects overflow: the tensors must fill the data without gaps or overlaps. If
/// another process shortens the file later, an access beyond the new end kills this process (see `FileContents`).
/// `AtomicFile` replaces files and never shortens them.
///
/// Source: https://github.com/huggingface/safetensors, "Format".
public struct SafeTensorsFile: Sendable {
    /// The maximum length of a header in bytes, as in the reference implementation.
    public static let headerLimit = 100_000_000

    /// The names of the tensors, in the order of their data in the file.
    public let names: [String]
    /// The texts that are stored with the tensors, by name.
    public let metadata: [String: String]
    /// The path that errors contain.
    let path: String
    let contents: Contents

    /// The bytes of the file and the places of the tensors in it, or tensors to be written after the bytes `header`.
    enum Contents: Sendable {
        case file(Data, entries: [String: Location])
        case tensors([String: AnyTensor], header: Data)
    }

    /// The type and shape of a tensor, and the range of its bytes in the file.
    struct Location: Sendable {
        let dtype: DType
        let shape: Shape
        let range: Range<Int>
    }

    init(path: String, _ contents: Contents, names: [String], metadata: [String: String]) {
        (self.path, self.contents, self.names, self.metadata) = (path, contents, names, metadata)
    }

    /// Maps a file into memory and verifies its header.
    ///
    /// - Throws: `SafeTensorsError` if the file cannot be read, has another format, or has a damaged header.
    public init(contentsOf path: String) throws(SafeTensorsError) {
        let data: Data
        do { data = try FileContents.bytes(of: path) } catch {
            throw SafeTensorsError(path: path, .inaccessible(error.reason))
        }
        try self.init(data, path: path)
    }

    /// Returns a tensor in the type that it has in the file.
    ///
    /// - Throws: `SafeTensorsError` with the fault `.missing` if no tensor has this name.
    public func anyTensor(_ name: String) throws(SafeTensorsError) -> AnyTensor {
        switch contents {
        case .file(let data, let entries):
            guard let location = entries[name] else { break }
            return AnyTensor(dtype: location.dtype, shape: location.shape, bytes: data[location.range])
        case .tensors(let tensors, _):
            if let tensor = tensors[name] { return tensor }
        }
        throw SafeTensorsError(path: path, .missing(name: name))
    }

    /// Returns a tensor, converted to `Scalar` as `AnyTensor.tensor(as:)` converts it.
    ///
    /// - Throws: `SafeTensorsError` with the fault `.missing` if no tensor has this name, and `.inconvertible` if
    ///   its numbers cannot be converted.
    public func tensor<Scalar: FileScalar>(
        _ name: String, as type: Scalar.Type = Scalar.self
    ) throws(SafeTensorsError) -> Tensor<Scalar> {
        let stored: AnyTensor = try anyTensor(name)
        guard let tensor: Tensor<Scalar> = stored.tensor() else {
            throw SafeTensorsError(
                path: path, .inconvertible(name: name, type: stored.dtype, target: "\(Scalar.self)"))
        }
        return tensor
    }

    /// Returns the type and shape of a tensor without reading its bytes, or `nil` if no tensor has this name.
    public func description(of name: String) -> (dtype: DType, shape: Shape)? {
        switch contents {
        case .file(_, let entries): return entries[name].map { ($0.dtype, $0.shape) }
        case .tensors(let tensors, _): return tensors[name].map { ($0.dtype, $0.shape) }
        }
    }
}
