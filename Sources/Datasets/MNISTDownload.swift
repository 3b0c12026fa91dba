import Files
import Foundation
import Synchronization

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Fetches the MNIST files that a cache directory lacks.
package struct MNISTDownload {
    private let files: [(name: String, digest: String)]
    private let mirrors: [String]
    private let cache: String
    private let progress: @Sendable (_ file: String, _ received: Int, _ total: Int) -> Void

    /// - Parameters:
    ///   - files: The files' names, and the SHA-256 digests of their uncompressed bytes.
    ///   - mirrors: The addresses of directories that hold them, with `.gz` at the names' end, tried in this order.
    ///   - cache: The directory to put them into, uncompressed. Made where there is none.
    package init(
        files: [(name: String, digest: String)] = MNIST.files, mirrors: [String], cache: String,
        progress: @escaping @Sendable (_ file: String, _ received: Int, _ total: Int) -> Void = { _, _, _ in }
    ) {
        (self.files, self.mirrors, self.cache, self.progress) = (files, mirrors, cache, progress)
    }

    static let publicMirrors: [String] = [
        "https://ossci-datasets.s3.amazonaws.com/mnist",
        "https://storage.googleapis.com/cvdf-datasets/mnist",
    ]

    /// Fetches every missing file. What arrives is checked against its digest before it takes its name in the cache; a
    /// cached file was checked when it came, and is checked by its size when it is read.
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
                let bytes: [UInt8] = try uncompressed(download(name, from: address), address)
                let found: String = SHA256.hexadecimalDigest(of: bytes)
                guard found == digest else {
                    throw DatasetError(file: address, .wrongDigest(expected: digest, found: found))
                }
                try makeCache()
                try writeFile(bytes, to: path)
                return
            } catch {
                if case .unwritable = error.fault { throw error }
                failures.append(error.file + ": " + error.cause)
            }
        }
        throw DatasetError(file: name, .unavailable(failures.joined(separator: "; ")))
    }

    /// The raw bytes of a downloaded IDX file, which also proves it whole.
    private func uncompressed(_ bytes: [UInt8], _ address: String) throws(DatasetError) -> [UInt8] {
        try IDXFile(data: bytes, file: address).encoded
    }

    private func makeCache() throws(DatasetError) {
        if let reason = directoryFault(making: cache) {
            throw DatasetError(file: cache, .unwritable("the directory cannot be made: \(reason)"))
        }
    }

    private func download(_ name: String, from address: String) throws(DatasetError) -> [UInt8] {
        guard let url = URL(string: address) else { throw DatasetError(file: address, .unreadable("not an address")) }
        let receiver = Receiver { received, total in progress(name, received, total) }
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = 10
        let session = URLSession(configuration: configuration, delegate: receiver, delegateQueue: nil)
        session.dataTask(with: url).resume()
        receiver.wait()
        session.invalidateAndCancel()
        switch receiver.outcome {
        case .success(let bytes): return bytes
        case .failure(let failure): throw DatasetError(file: address, .unreadable(failure.reason))
        }
    }
}

private struct TransferFailure: Error {
    let reason: String
}

/// Collects one response.
private final class Receiver: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    // Touched by the session's one queue until the semaphore is signalled, and by the waiting thread afterwards.
    private var bytes: [UInt8] = []
    private var total = 0
    private(set) var outcome: Result<[UInt8], TransferFailure> = .failure(TransferFailure(reason: "no answer"))
    private let isDone = DispatchSemaphore(value: 0)
    private let progress: @Sendable (Int, Int) -> Void

    /// The largest file of the set has 10 MB compressed: more than this is no MNIST.
    private static let limit = 1 << 26

    init(progress: @escaping @Sendable (Int, Int) -> Void) { self.progress = progress }

    func wait() { isDone.wait() }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
    ) {
        total = max(0, Int(response.expectedContentLength))
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        bytes += data
        progress(bytes.count, total)
        if bytes.count > Self.limit { dataTask.cancel() }
    }

    /// Foundation's own words on Linux are the error's domain and number.
    private static func words(for error: any Error) -> String {
        let code: Int = (error as NSError).code
        switch (error as? URLError)?.code {
        case .cannotFindHost, .dnsLookupFailed: return "the server's name is not known here"
        case .cannotConnectToHost, .notConnectedToInternet: return "there is no connection to the server"
        case .timedOut: return "the server did not answer in time"
        case .networkConnectionLost: return "the connection ended early"
        case .cancelled: return "the file is larger than any of MNIST's"
        default: return "the transfer failed (URL error \(code))"
        }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        let status: Int = (task.response as? HTTPURLResponse)?.statusCode ?? 0
        if let error {
            outcome = .failure(TransferFailure(reason: Self.words(for: error)))
        } else if status != 200 {
            outcome = .failure(TransferFailure(reason: "the server answered with status \(status)"))
        } else {
            outcome = .success(bytes)
        }
        isDone.signal()
    }
}
