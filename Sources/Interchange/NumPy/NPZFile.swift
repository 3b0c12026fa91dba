import Files
import Foundation
import Tensors

/// An npz file, a zip archive of named arrays. NumPy's `savez` and `savez_compressed` write such files, and `load`
/// reads them.
///
///     let weight: AnyTensor = try NPZFile(contentsOf: "model.npz").anyTensor("weight")
///     try NPZFile(["x": AnyTensor(x), "y": AnyTensor(y)]).write(to: "points.npz")
public struct NPZFile: Sendable {
    /// The names of the arrays, in the order of the archive.
    public let names: [String]
    private let contents: Contents

    private enum Contents: Sendable {
        /// An archive, and the path that errors contain.
        case archive(ZipArchive, path: String)
        /// Arrays to be written.
        case arrays([String: AnyTensor], isCompressed: Bool)
    }

    /// Creates a file in memory that contains `arrays`, sorted by name.
    ///
    /// - Parameters:
    ///   - arrays: The arrays by name.
    ///   - compressed: Whether `encoded` and `write(to:)` compress the arrays. Compression hardly reduces the size of
    ///     network weights.
    public init(_ arrays: [String: AnyTensor], compressed: Bool = false) {
        names = arrays.keys.sorted()
        contents = .arrays(arrays, isCompressed: compressed)
    }

    /// Maps a file into memory and reads the directory of the archive. `anyTensor(_:)` decompresses an array when it is
    /// requested.
    ///
    /// - Throws: `NumPyError` if the file cannot be read or the directory of the archive is damaged.
    public init(contentsOf path: String) throws(NumPyError) {
        let data: Data
        do { data = try FileContents.bytes(of: path) } catch {
            throw NumPyError(path: path, .inaccessible(error.reason))
        }
        try self.init(data, path: path)
    }

    /// Reads the directory of the archive from the bytes of a file.
    ///
    /// - Parameters:
    ///   - data: The bytes of the file.
    ///   - path: The path that errors contain.
    /// - Throws: `NumPyError` if the directory of the archive is damaged.
    public init(_ data: Data, path: String) throws(NumPyError) {
        let archive: ZipArchive
        do { archive = try ZipArchive(data) } catch {
            if let format = FileFormat(recognizing: data), format != .zip {
                throw NumPyError(path: path, .malformedArchive("it is \(format.name)"))
            }
            throw NumPyError(path: path, .malformedArchive(error.reason))
        }
        names = archive.entries.map { $0.name.hasSuffix(".npy") ? String($0.name.dropLast(4)) : $0.name }
        contents = .archive(archive, path: path)
    }

    /// Returns the array with the name `name`.
    ///
    /// - Throws: `NumPyError` with the fault `.missing` if no array has this name, and with another fault if the array
    ///   is damaged.
    public func anyTensor(_ name: String) throws(NumPyError) -> AnyTensor {
        switch contents {
        case .arrays(let arrays, _):
            guard let array = arrays[name] else { throw NumPyError(path: "the arrays", .missing(name: name)) }
            return array
        case .archive(let archive, let path):
            guard let index = names.firstIndex(of: name) else { throw NumPyError(path: path, .missing(name: name)) }
            let place = "\(path)[\(name)]"
            let data: Data
            do { data = try archive.contents(of: archive.entries[index]) } catch {
                throw NumPyError(path: place, .malformedArchive(error.reason))
            }
            return try NPYFile(data, path: place).array
        }
    }

    /// Writes the file atomically: after an error, an existing file is unchanged (see `AtomicFile`).
    ///
    /// - Throws: `NumPyError` if the archive would exceed 4 GiB or 65 534 arrays, or if the file cannot be written.
    public func write(to path: String) throws(NumPyError) {
        let parts: [any ByteSource]
        do { parts = try encodedParts() } catch { throw NumPyError(path: path, .malformedArchive(error.reason)) }
        do { try AtomicFile.write(parts, to: path) } catch {
            throw NumPyError(path: path, .inaccessible(error.reason))
        }
    }

    /// The bytes of the file.
    ///
    /// - Throws: `NumPyError` if the archive would exceed 4 GiB or 65 534 arrays.
    public var encoded: Data {
        get throws(NumPyError) {
            do {
                let parts: [any ByteSource] = try encodedParts()
                if parts.count == 1, let whole = parts[0] as? Data { return whole }
                return Data(joining: parts)
            } catch {
                throw NumPyError(path: "the arrays", .malformedArchive(error.reason))
            }
        }
    }

    /// Returns the bytes of the file in parts. Arrays that are not compressed are parts themselves.
    private func encodedParts() throws(ZipError) -> [any ByteSource] {
        switch contents {
        case .archive(let archive, _): return [archive.data]
        case .arrays(let arrays, let isCompressed):
            let files: [(name: String, contents: [any ByteSource])] = arrays.sorted { $0.key < $1.key }.map {
                ("\($0.key).npy", NPYFile($0.value).parts)
            }
            return try ZipArchive.parts(of: files, compressed: isCompressed)
        }
    }
}
