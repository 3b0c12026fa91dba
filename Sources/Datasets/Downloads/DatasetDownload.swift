import Files
import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Downloads the files of a data set that are missing in a cache directory.
package struct DatasetDownload {
    private let files: [(name: String, digest: String)]
    private let mirrors: [String]
    private let cache: String
    private let progress: @Sendable (_ file: String, _ received: Int, _ total: Int) -> Void

    /// Prepares a download without starting it.
    ///
    /// - Parameters:
    ///   - files: The names of the files and the SHA-256 digests of their uncompressed bytes.
    ///   - mirrors: The addresses of directories that contain the files as `NAME.gz`. The mirrors are tried in this
    ///     order.
    ///   - cache: The directory in which the files are stored uncompressed. The directory is created if it does not
    ///     exist.
    ///   - progress: The function that is called when bytes arrive. The arguments of the function are the name of the
    ///     file, the number of bytes received, and the total number of bytes or 0 if the total is unknown.
    package init(
        files: [(name: String, digest: String)], mirrors: [String], cache: String,
        progress: @escaping @Sendable (_ file: String, _ received: Int, _ total: Int) -> Void = { _, _, _ in }
    ) {
        (self.files, self.mirrors, self.cache, self.progress) = (files, mirrors, cache, progress)
    }

    /// Downloads every missing file, verifies its digest and stores it in the cache.
    ///
    /// Files that are already in the cache are not verified.
    ///
    /// - Throws: `DatasetError` with the fault `.unavailable` if no mirror delivers a file; this fault contains the
    ///   reason for each mirror. The fault is `.unwritable` if the cache cannot be written.
    package func fillCache() throws(DatasetError) {
        for file in files {
            let path: String = cache + "/" + file.name
            if !FileManager.default.fileExists(atPath: path) { try fetch(file.name, digest: file.digest, to: path) }
        }
    }

    private func fetch(_ name: String, digest: String, to path: String) throws(DatasetError) {
        var failures: [String] = []
        for mirror in mirrors {
            let address: String = mirror + "/" + name + ".gz"
            do throws(DatasetError) {
                let bytes: Data = try IDXFile(download(name, from: address), path: address).encoded
                let found: String = SHA256.hexadecimalDigest(of: bytes)
                guard found == digest else {
                    throw DatasetError(path: address, .wrongDigest(expected: digest, found: found))
                }
                try store(bytes, at: path)
                return
            } catch {
                if case .unwritable = error.fault { throw error }
                failures.append(error.path + ": " + error.cause)
            }
        }
        throw DatasetError(path: name, .unavailable(failures.joined(separator: "; ")))
    }

    private func store(_ bytes: Data, at path: String) throws(DatasetError) {
        do { try Directory.create(cache) } catch {
            throw DatasetError(path: cache, .unwritable("the directory cannot be created: \(error.reason)"))
        }
        do { try AtomicFile.write(bytes, to: path) } catch {
            throw DatasetError(path: path, .unwritable(error.reason))
        }
    }

    private func download(_ name: String, from address: String) throws(DatasetError) -> Data {
        guard let url = URL(string: address) else { throw DatasetError(path: address, .unreadable("not an address")) }
        let receiver = TransferReceiver { received, total in progress(name, received, total) }
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = 10
        let session = URLSession(configuration: configuration, delegate: receiver, delegateQueue: nil)
        session.dataTask(with: url).resume()
        receiver.wait()
        session.invalidateAndCancel()
        switch receiver.outcome {
        case .success(let bytes): return bytes
        case .failure(let failure): throw DatasetError(path: address, .unreadable(failure.reason))
        }
    }
}
