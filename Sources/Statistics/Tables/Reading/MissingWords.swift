/// The texts of fields without a value.
struct MissingWords {
    private let words: [[UInt8]]
    private let longest: Int
    /// Whether a missing word begins with a byte: most fields need no further comparison.
    private let isStart: [Bool]
    private let containsEmpty: Bool

    init(_ words: Set<String>) {
        let trimmed: [[UInt8]] = words.map { word in
            let letters: Substring = word.drop { $0 == " " || $0 == "\t" }
            return String(letters.reversed().drop { $0 == " " || $0 == "\t" }.reversed()).utf8.map { Self.lower($0) }
        }
        self.words = trimmed
        longest = trimmed.map(\.count).max() ?? 0
        containsEmpty = trimmed.contains([])
        var starts = [Bool](repeating: false, count: 256)
        for word in trimmed { if let first = word.first { starts[Int(first)] = true } }
        isStart = starts
    }

    /// Whether the text is a missing word. Capitals and small letters of ASCII are the same.
    @inline(__always)
    func contains(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = text.first else { return containsEmpty }
        return text.count <= longest && isStart[Int(Self.lower(first))] && isWord(text)
    }

    private func isWord(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        words.contains { word in
            word.count == text.count && word.indices.allSatisfy { word[$0] == Self.lower(text[$0]) }
        }
    }

    @inline(__always)
    private static func lower(_ byte: UInt8) -> UInt8 { (0x41 ... 0x5A).contains(byte) ? byte | 0x20 : byte }
}
