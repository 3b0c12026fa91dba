/// The codes of texts that occurred before: a cache with a place for each value of a hash. A text of a column of
/// categories is mostly one of a few levels, and a comparison of bytes is faster than a `String` and a dictionary.
struct RecentTexts {
    private var entries = [(text: UnsafeBufferPointer<UInt8>, code: Int32)](
        repeating: (UnsafeBufferPointer(start: nil, count: 0), -1), count: 256)

    /// The place of a text: the FNV-1a hash of its first 16 bytes and its length.
    @inline(__always)
    private static func place(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        var hash: UInt32 = 0x811C_9DC5 ^ UInt32(truncatingIfNeeded: text.count)
        for byte in text.prefix(16) { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        return Int((hash ^ hash >> 15) & 255)
    }

    /// Returns the code of a text; `nil` if the text did not occur, or if another text took its place.
    @inline(__always)
    func code(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
        let entry = entries[Self.place(text)]
        guard entry.code >= 0, entry.text.count == text.count else { return nil }
        for index in 0 ..< text.count where entry.text[index] != text[index] { return nil }
        return entry.code
    }

    /// Remembers the code of a text. The memory of the text outlives the cache.
    mutating func remember(_ text: UnsafeBufferPointer<UInt8>, _ code: Int32) {
        entries[Self.place(text)] = (text, code)
    }
}
