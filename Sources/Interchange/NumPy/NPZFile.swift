import Foundation
import Tensors

/// npz files: several named arrays in a zip archive, as NumPy's `savez` and `savez_compressed` write and `load` reads them.
public struct NPZFile: Sendable {
    /// The names of the arrays, in the archive's order.
    public let names: [String]
    private let path: String
    private let archive: ZipArchive

    /// Maps a file and reads its directory.
    public init(contentsOf path: String) throws(NumPyError) {
        let data: Data
        do { data = try FileContents.bytes(of: path) } catch { throw NumPyError(path: path, .inaccessible(error.reason)) }
        try self.init(data, path: path)
    }

    /// The same for a file's bytes. `path` is what errors name.
    public init(_ data: Data, path: String) throws(NumPyError) {
        do { archive = try ZipArchive(data) } catch {
            throw NumPyError(path: path, .malformedArchive(error.sentence))
        }
        self.path = path
        names = archive.entries.map { $0.name.hasSuffix(".npy") ? String($0.name.dropLast(4)) : $0.name }
    }

    /// An array, unpacked when it is asked for.
    public func anyTensor(_ name: String) throws(NumPyError) -> AnyTensor {
        guard let index = names.firstIndex(of: name) else { throw NumPyError(path: path, .missing(name: name)) }
        let place = "\(path)[\(name)]"
        let contents: Data
        do { contents = try archive.contents(of: archive.entries[index]) } catch {
            throw NumPyError(path: place, .malformedArchive(error.sentence))
        }
        return try NPYFile.decode(contents, path: place)
    }

    /// Writes arrays, in the order of their names: whole, or not at all.
    ///
    /// - Parameter compressed: Whether by deflate; weights of networks hardly become smaller.
    public static func write(
        _ tensors: [String: AnyTensor], to path: String, compressed: Bool = false
    ) throws(NumPyError) {
        let files: [(String, Data)] = tensors.sorted { $0.key < $1.key }.map {
            ("\($0.key).npy", NPYFile.encode($0.value))
        }
        let archive: Data
        do { archive = try ZipArchive.encode(files, compressed: compressed) } catch {
            throw NumPyError(path: path, .malformedArchive(error.sentence))
        }
        do { try AtomicFile.write(archive, to: path) } catch {
            throw NumPyError(path: path, .inaccessible(error.reason))
        }
    }
}
