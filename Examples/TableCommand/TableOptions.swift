package import ArgumentParser
package import Statistics

/// The flags with which a program reads a CSV file. Add them to a command with `@OptionGroup(title:)`.
package struct TableOptions: ParsableArguments {
    @Option(
        help: """
            The character between two fields: comma, semicolon, tab, bar, space, or another character. By default, the \
            program finds it in the first line.
            """)
    package var delimiter: String?

    @Flag(help: "Numbers have a comma before the decimals, as in 2,5.")
    package var decimalComma = false

    @Option(help: "The character between groups of three digits, such as the comma in 1,234,567.")
    package var thousandsSeparator: String?

    @Option(
        parsing: .unconditionalSingleValue,
        help: """
            A text that means a missing value, in addition to the empty text, NA, N/A, NaN, null and the point. Repeat \
            the option for several texts.
            """)
    package var missingWord: [String] = []

    @Option(help: "Read this column as categories, although its values are numbers. Repeat the option for several.")
    package var category: [String] = []

    package init() {}

    package mutating func validate() throws {
        _ = try chosenDelimiter
        guard let separator = thousandsSeparator else { return }
        guard separator.count == 1, let character = separator.first,
            TableReading.canSeparateThousands(character, decimalComma: decimalComma)
        else {
            throw ValidationError(
                "--thousands-separator: '\(separator)' cannot separate groups of digits. Give a single character, which "
                    + "is not a letter, a digit, a sign, a quotation mark or '\(decimalComma ? "," : ".")'.")
        }
    }

    /// The first of these flags that is given; `nil` if none is.
    package var firstGiven: String? {
        let flags: [(name: String, isGiven: Bool)] = [
            ("--delimiter", delimiter != nil), ("--decimal-comma", decimalComma),
            ("--thousands-separator", thousandsSeparator != nil), ("--missing-word", !missingWord.isEmpty),
            ("--category", !category.isEmpty),
        ]
        return flags.first { $0.isGiven }?.name
    }

    private static let names: [String: Unicode.Scalar] = [
        "comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "bar": "|", "space": " ",
    ]

    private var chosenDelimiter: TableReading.Delimiter {
        get throws {
            guard let delimiter else { return .automatic }
            if let scalar = Self.names[delimiter] { return .character(scalar) }
            let scalars: [Unicode.Scalar] = Array(delimiter.unicodeScalars)
            guard scalars.count == 1, TableReading.Delimiter.isPossible(scalars[0]) else {
                throw ValidationError(
                    "--delimiter: '\(delimiter)' cannot separate fields. Give comma, semicolon, tab, bar, space, or "
                        + "a single character which is not a letter or a digit.")
            }
            return .character(scalars[0])
        }
    }

    /// The options of the reader.
    package var reading: TableReading {
        get throws {
            TableReading(
                delimiter: try chosenDelimiter, decimalComma: decimalComma,
                thousandsSeparator: thousandsSeparator?.first,
                missingWords: TableReading.defaultMissingWords.union(missingWord),
                types: Dictionary(category.map { ($0, .category) }, uniquingKeysWith: { first, _ in first }))
        }
    }

    /// Reads the table of a file; the path `-` is standard input.
    package func table(at path: String) throws -> Table {
        try Table(contentsOf: path == "-" ? "/dev/stdin" : path, reading: try reading)
    }
}
