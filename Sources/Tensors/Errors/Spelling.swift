/// The suggestions of known words for an unknown word.
package struct Spelling {
    private let known: [String]

    package init(known: [String]) { self.known = known }

    /// Returns the known words that the user probably meant; an empty array if there are none. The method applies these
    /// rules in order, and returns the words of the first rule that finds a word:
    ///
    /// 1. The known word has the same letters in the same order; capitals, dashes and underscores do not count. 2. The
    /// given word is the beginning or the initials of the known word, as `--lr` of `--learning-rate`. This rule returns
    /// at most three words. 3. The edit distance is the least of all known words. The distance is at most a third of
    /// the number of letters, or 1 for words of fewer than six letters. 4. The two words have a common part of at least
    /// three letters, between dashes, underscores or capitals. This rule returns at most three words.
    package func suggestions(for word: String) -> [String] {
        let letters: String = Self.normalized(word)
        guard !letters.isEmpty else { return [] }
        let same: [String] = known.filter { Self.normalized($0) == letters }
        if !same.isEmpty { return same }
        let abbreviated: [String] = known.filter { name in
            Self.normalized(name).hasPrefix(letters) || (letters.count > 1 && Self.initials(name) == letters)
        }
        if !abbreviated.isEmpty { return Array(abbreviated.prefix(3)) }
        // Allows at most a third of the letters, because a greater distance would match unrelated words.
        let distances: [(name: String, distance: Int)] = known.map { ($0, Self.distance(letters, Self.normalized($0))) }
        let limit: Int = max(1, letters.count / 3)
        let least: Int = distances.map(\.distance).min() ?? .max
        if least <= limit { return distances.filter { $0.distance == least }.map(\.name) }
        let parts: Set<String> = Set(Self.parts(word))
        let related: [String] = known.filter { name in
            Self.parts(name).contains { $0.count > 2 && parts.contains($0) }
        }
        return Array(related.prefix(3))
    }

    /// Returns the parts of a word between dashes, underscores and capitals, in lower case.
    private static func parts(_ word: String) -> [String] {
        var parts: [String] = [""]
        for character in word {
            if character == "-" || character == "_" {
                parts.append("")
            } else if character.isUppercase, parts[parts.count - 1].last?.isLowercase == true {
                parts.append(character.lowercased())
            } else {
                parts[parts.count - 1] += String(character)
            }
        }
        return parts.map { $0.lowercased() }.filter { !$0.isEmpty }
    }

    /// Returns the letters of a word in lower case, without dashes and underscores.
    private static func normalized(_ word: String) -> String { parts(word).joined() }

    private static func initials(_ word: String) -> String { String(parts(word).compactMap(\.first)) }

    /// Returns the restricted Damerau–Levenshtein distance of two words. This is the least number of edits; an edit
    /// inserts, deletes or replaces a letter, or swaps two neighbouring letters.
    private static func distance(_ first: String, _ second: String) -> Int {
        let (a, b): ([Character], [Character]) = (Array(first), Array(second))
        var rows: [[Int]] = [Array(0 ... b.count)]
        for i in a.indices {
            var row: [Int] = [i + 1]
            for j in b.indices {
                let replaced: Int = rows[i][j] + (a[i] == b[j] ? 0 : 1)
                var least: Int = min(rows[i][j + 1] + 1, row[j] + 1, replaced)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, rows[i - 1][j - 1] + 1) }
                row.append(least)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
