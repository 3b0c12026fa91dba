import Foundation

/// Bytes in memory, of which a file is made.
///
/// A value that is not `Data` can be written without a copy of its bytes.
package protocol ByteSource {
    /// Calls `body` with the bytes, which are valid only during the call, and returns the result of `body`.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result
}

extension Data: ByteSource {
    package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result { withUnsafeBytes(body) }
}

extension Data {
    /// Copies the bytes of `parts`, one part after the other.
    package init(joining parts: [any ByteSource]) {
        self.init(capacity: parts.reduce(0) { $0 + $1.withBytes(\.count) })
        for part in parts { part.withBytes { append(contentsOf: $0) } }
    }
}
