extension TableReading.Delimiter {
    /// The characters among which `automatic` chooses, the likeliest first.
    private static let candidates: [UInt8] = [
        UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, UInt8(ascii: "|"),
    ]

    /// Returns the delimiter as a byte: for `automatic`, the delimiter that the first lines of `bytes` indicate.
    func byte(for bytes: UnsafeBufferPointer<UInt8>) -> UInt8 {
        if case .character(let scalar) = self { return UInt8(scalar.value) }
        let lines: [[Int]] = Self.counts(bytes)
        guard let names = lines.first else { return Self.candidates[0] }
        let next: [Int] = lines.count > 1 ? lines[1] : names
        var best = 0
        for place in Self.candidates.indices {
            let isEqual: Bool = names[place] > 0 && names[place] == next[place]
            let isBestEqual: Bool = names[best] > 0 && names[best] == next[best]
            if (isEqual ? 1 : 0, names[place]) > (isBestEqual ? 1 : 0, names[best]) { best = place }
        }
        return Self.candidates[best]
    }

    /// Returns how often each candidate occurs outside of quotation marks in the first two lines that are not empty.
    private static func counts(_ bytes: UnsafeBufferPointer<UInt8>) -> [[Int]] {
        var lines: [[Int]] = []
        var (counts, isEmpty, isQuoted) = ([Int](repeating: 0, count: candidates.count), true, false)
        for byte in bytes {
            if byte == 0x22 { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == 0x0A || byte == 0x0D {
                if !isEmpty { lines.append(counts) }
                if lines.count == 2 { return lines }
                (counts, isEmpty) = ([Int](repeating: 0, count: candidates.count), true)
            } else {
                isEmpty = false
                if let place = candidates.firstIndex(of: byte) { counts[place] += 1 }
            }
        }
        return isEmpty ? lines : lines + [counts]
    }
}
