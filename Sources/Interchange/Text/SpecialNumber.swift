/// Reads NaN and infinity that a text contains as words.
enum SpecialNumber {
    /// Reads `nan`, `inf` or `infinity` at `position`, with or without a sign, in capitals or small letters, and moves
    /// `position` behind the word. The text ends before `end`. Returns `nil`, without moving `position`, if no such
    /// word begins there.
    static func read(_ position: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Double? {
        var place: UnsafePointer<UInt8> = position
        var isNegative = false
        if place < end, place.pointee == UInt8(ascii: "-") || place.pointee == UInt8(ascii: "+") {
            isNegative = place.pointee == UInt8(ascii: "-")
            place += 1
        }
        for (word, value) in words where end - place >= word.utf8.count {
            guard zip(word.utf8, 0...).allSatisfy({ place[$1] | 0x20 == $0 }) else { continue }
            position = place + word.utf8.count
            return isNegative ? -value : value
        }
        return nil
    }

    private static let words: [(word: String, value: Double)] = [
        ("infinity", .infinity), ("inf", .infinity), ("nan", .nan),
    ]
}
