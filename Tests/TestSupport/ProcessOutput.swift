/// What a child process of a test printed, as text; empty where nothing was observed.
public func text(_ bytes: [UInt8]?) -> String { String(decoding: bytes ?? [], as: UTF8.self) }
