import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// A download that failed.
struct TransferFailure: Error {
    /// Why, without a full stop.
    let reason: String
}

/// Collects the bytes of one response.
final class TransferReceiver: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    // Only the session's queue accesses these until the semaphore is signalled, and only the waiting thread afterwards.
    private var bytes = Data()
    private var total = 0
    /// The response's bytes, or why there are none.
    private(set) var outcome: Result<Data, TransferFailure> = .failure(TransferFailure(reason: "no answer"))
    private let isDone = DispatchSemaphore(value: 0)
    private let progress: @Sendable (Int, Int) -> Void

    /// The most bytes accepted. The largest MNIST file has 10 MB compressed.
    private static let limit = 1 << 26

    /// - Parameter progress: Called with the number of bytes received and their total; 0 if the total is unknown.
    init(progress: @escaping @Sendable (Int, Int) -> Void) { self.progress = progress }

    /// Waits until the transfer has ended; `outcome` is then final.
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

    /// The reason in words: on Linux, Foundation's description is only the error's domain and number.
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
