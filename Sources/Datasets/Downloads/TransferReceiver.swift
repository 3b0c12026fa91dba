import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// The error for a download that failed.
struct TransferFailure: Error {
    /// A clause that says why the download failed, without a full stop.
    let reason: String
}

/// Collects the bytes of the response to a single request.
final class TransferReceiver: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    // Only the queue of the session accesses these variables until the semaphore is signalled. Then only the waiting
    // thread accesses them.
    private var bytes = Data()
    private var total = 0
    /// The bytes of the response, or the reason why there are none.
    private(set) var outcome: Result<Data, TransferFailure> = .failure(TransferFailure(reason: "no response"))
    private let isDone = DispatchSemaphore(value: 0)
    private let progress: @Sendable (Int, Int) -> Void

    /// The maximum number of bytes that are accepted. The largest MNIST file has 10 MB if compressed.
    private static let limit = 1 << 26

    /// Creates a receiver.
    ///
    /// - Parameter progress: The function that is called when bytes arrive. The arguments of the function are the
    ///   number of bytes received, and the total number of bytes or 0 if the total is unknown.
    init(progress: @escaping @Sendable (Int, Int) -> Void) { self.progress = progress }

    /// Waits until the transfer has ended. Then `outcome` is final.
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

    /// Returns a clause that says why the transfer failed.
    ///
    /// On Linux, Foundation's description of an error contains only the domain and the number of the error.
    private static func words(for error: any Error) -> String {
        let code: Int = (error as NSError).code
        switch (error as? URLError)?.code {
        case .cannotFindHost, .dnsLookupFailed: return "the name of the server cannot be resolved"
        case .cannotConnectToHost, .notConnectedToInternet: return "there is no connection to the server"
        case .timedOut: return "the server did not answer in time"
        case .networkConnectionLost: return "the connection ended early"
        case .cancelled: return "the file is larger than every MNIST file"
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
