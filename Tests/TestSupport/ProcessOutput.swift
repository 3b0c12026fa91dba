/// The output of a test's child process, as text; empty if the test did not observe it.
public func text(_ bytes: [UInt8]?) -> String { String(decoding: bytes ?? [], as: UTF8.self) }
