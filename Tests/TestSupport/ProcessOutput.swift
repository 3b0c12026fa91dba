/// Returns the output of a test's child process as text, decoded from UTF-8.
///
/// The text is empty if the test did not observe the output.
public func text(_ bytes: [UInt8]?) -> String { String(decoding: bytes ?? [], as: UTF8.self) }
