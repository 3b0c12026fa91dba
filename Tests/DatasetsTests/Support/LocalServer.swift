import Foundation
import Synchronization

/// An HTTP server on this machine, for tests of downloads. The server returns prepared answers.
final class LocalServer: Sendable {
    /// The answer to requests for a path.
    struct Answer: Sendable {
        var status = 200
        var body: [UInt8] = []
        /// The length that the header declares. With `nil`, the header declares the length of the body. With a greater
        /// length, the connection ends too early.
        var announcedLength: Int?
    }

    /// The address of the server, such as `http://127.0.0.1:40000`, without a slash at the end.
    let address: String
    private let descriptor: Int32
    private let answers: [String: Answer]
    private let requested = Mutex<[String]>([])

    /// The paths of all requests, in the order of arrival.
    var requests: [String] { requested.withLock { $0 } }

    /// Starts the server. Ends the process if the system refuses a socket.
    ///
    /// - Parameter answers: The answers by path. A request for any other path is answered with status 404.
    init(_ answers: [String: Answer]) {
        self.answers = answers
        let listener: Int32 = Self.makeSocket()
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let size: socklen_t = length
        let status: Int32 = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                // Lets the system choose a free port: the port is 0.
                bind(listener, pointer, size) | listen(listener, 16) | getsockname(listener, pointer, &length)
            }
        }
        guard status == 0 else { fatalError("no local server: \(String(cString: strerror(errno)))") }
        address = "http://127.0.0.1:\(UInt16(bigEndian: place.sin_port))"
        descriptor = listener
        Thread.detachNewThread { [weak self] in
            while true {
                let connection: Int32 = accept(listener, nil, nil)
                guard connection >= 0, let self else { return }
                self.serve(connection)
                close(connection)
            }
        }
    }

    deinit {
        // Wakes the thread that waits for a connection.
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    private static func makeSocket() -> Int32 {
        #if canImport(Darwin)
        let result: Int32 = socket(AF_INET, SOCK_STREAM, 0)
        var isOn: Int32 = 1
        // Prevents a signal that would end this process when a client closes the connection.
        setsockopt(result, SOL_SOCKET, SO_NOSIGPIPE, &isOn, socklen_t(MemoryLayout<Int32>.size))
        return result
        #else
        return socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
    }

    private static func sendBytes(_ connection: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Darwin)
        return send(connection, bytes.baseAddress, bytes.count, 0)
        #else
        return send(connection, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        #endif
    }

    private func serve(_ connection: Int32) {
        var request: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !String(decoding: request, as: UTF8.self).contains("\r\n\r\n") {
            let count: Int = recv(connection, &buffer, buffer.count, 0)
            if count <= 0 { return }
            request += buffer[..<count]
        }
        let words: [Substring] = String(decoding: request, as: UTF8.self).split(separator: " ")
        let path: String = words.count > 1 ? String(words[1]) : ""
        requested.withLock { $0.append(path) }
        let answer: Answer = answers[path] ?? Answer(status: 404)
        let header: String =
            "HTTP/1.1 \(answer.status) Answer\r\nContent-Length: \(answer.announcedLength ?? answer.body.count)\r\n"
            + "Connection: close\r\n\r\n"
        var rest: ArraySlice<UInt8> = (Array(header.utf8) + answer.body)[...]
        while !rest.isEmpty {
            let count: Int = rest.withUnsafeBytes { Self.sendBytes(connection, $0) }
            if count <= 0 { return }
            rest = rest.dropFirst(count)
        }
    }
}
