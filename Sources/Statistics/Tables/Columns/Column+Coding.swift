import Tensors

extension Column {
    /// The pairs of texts that `zeroOne()` knows, in small letters.
    private static let truthWords: [(zero: String, one: String)] = [
        ("n", "y"), ("no", "yes"), ("f", "t"), ("false", "true"), ("0", "1"),
    ]

    /// Returns the column as numbers: 1 for a value that means yes, and 0 for a value that means no. A missing value
    /// stays missing.
    ///
    /// The pairs of values are `Y` and `N`, `yes` and `no`, `T` and `F`, `true` and `false`, and 1 and 0. Capitals and
    /// small letters are the same. All values of the column belong to one pair.
    ///
    /// - Throws: `TableError` if a value does not belong to a pair, or to the same pair as the first value.
    public func zeroOne() throws(TableError) -> Column {
        let present: [(row: Int, word: String)] = texts.enumerated().compactMap { row, text in
            text.map { (row, $0.lowercased()) }
        }
        guard let first = present.first else { return Column(name, .numbers(Tensor(full(.nan))), origin: origin) }
        guard let pair = Self.truthWords.first(where: { [$0.zero, $0.one].contains(first.word) }) else {
            let expected: [String] = Self.truthWords.flatMap { [$0.one, $0.zero] }
            throw error(.unexpectedValue(text(first.row) ?? "", expected: expected), row: first.row)
        }
        var result: [Double] = full(.nan)
        for (row, word) in present {
            guard word == pair.one || word == pair.zero else {
                throw error(.unexpectedValue(text(row) ?? "", expected: [pair.one, pair.zero]), row: row)
            }
            result[row] = word == pair.one ? 1 : 0
        }
        return Column(name, .numbers(Tensor(result)), origin: origin)
    }

    /// Returns the column as numbers: 1 for the value `one`, and 0 for the value `zero`. A missing value stays missing.
    /// For a column of numbers, `one` and `zero` are texts of numbers.
    ///
    /// - Parameters:
    ///   - one: The value that becomes 1.
    ///   - zero: The reference, that is, the value that becomes 0. With `nil`, every other value becomes 0.
    /// - Throws: `TableError` if no row has the value `one`, no row has the value `zero`, or a row has another value
    ///   than these two.
    public func zeroOne(one: String, zero: String? = nil) throws(TableError) -> Column {
        let texts: [String?] = self.texts
        let (one, zero): (String, String?) = (normalized(one), zero.map { normalized($0) })
        for needed in [one, zero].compactMap(\.self) where !texts.contains(needed) {
            throw error(.unknownLevel(needed, levels: occurringLevels))
        }
        var result: [Double] = full(.nan)
        for (row, text) in texts.enumerated() {
            guard let text else { continue }
            if let zero, text != one && text != zero {
                throw error(.unexpectedValue(text, expected: [one, zero]), row: row)
            }
            result[row] = text == one ? 1 : 0
        }
        return Column(name, .numbers(Tensor(result)), origin: origin)
    }

    /// Returns a column of 0 and 1 for each level except the reference: treatment coding. The column `sex=M` is 1 in
    /// the rows with the level `M` of `sex`. A missing value is missing in all columns.
    ///
    /// Levels without a row have no column. The columns are in the order of the levels.
    ///
    /// - Parameter reference: The level without a column, against which a regression compares the others. With `nil`,
    ///   the first level that occurs.
    /// - Throws: `TableError` if the column has no categories, or no row has the level `reference`.
    public func indicators(reference: String? = nil) throws(TableError) -> [Column] {
        let (codes, levels) = try categories
        let occurring: [String] = occurringLevels
        if let reference, !occurring.contains(reference) {
            throw error(.unknownLevel(reference, levels: occurring))
        }
        let codesOfRows: [Int32] = codes.scalars
        return occurring.filter { $0 != reference ?? occurring.first }.map { level in
            let code = Int32(levels.firstIndex(of: level) ?? -1)
            let values: [Double] = codesOfRows.map { $0 < 0 ? .nan : $0 == code ? 1 : 0 }
            return Column("\(name)=\(level)", .numbers(Tensor(values)), origin: origin)
        }
    }

    /// The texts of the values that occur, in the order of the levels.
    public var occurringLevels: [String] {
        guard case .categories(let codes, let levels) = asCategories().values else { return [] }
        var occurs = [Bool](repeating: false, count: levels.count)
        for code in codes.scalars where code >= 0 { occurs[Int(code)] = true }
        return levels.indices.filter { occurs[$0] }.map { levels[$0] }
    }

    /// Returns the text that `text(_:)` gives to a value that a user writes: the number 1 for `1.0`.
    private func normalized(_ text: String) -> String {
        guard case .numbers = values, let number = NumberText.plain.number(text) else { return text }
        return Self.text(number) ?? text
    }

    private func full(_ value: Double) -> [Double] { [Double](repeating: value, count: count) }
}
