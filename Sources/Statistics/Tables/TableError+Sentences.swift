import Tensors

extension TableError {
    /// A sentence with the fault and what to do, without the file, the line and the column.
    public var explanation: String {
        switch fault {
        case .unreadable(let reason): return "cannot be read: \(reason). Name a CSV file."
        case .unwritable(let reason): return "cannot be written: \(reason). Name another file."
        case .empty: return "the file is empty. Write the names of the columns, then a line for each row."
        case .noRows: return "there is no row after the column names. Write a row for each case."
        case .notUTF8: return "the text is not UTF-8. Save the file as UTF-8."
        case .unclosedQuote: return "a quotation mark is not closed. Add the closing quotation mark."
        case .textAfterQuote(let text):
            return "'\(Self.shown(text))' follows a closing quotation mark. "
                + "Put the whole field between quotation marks, and double the quotation marks inside it."
        case .tooLong: return "the row is too long for a table. Check the quotation marks and the line ends."
        case .wrongFieldCount(let expected, let found, let delimiter):
            let verb: String = expected == 1 ? "is" : "are"
            return "the row has \(Self.count(found, "field")), and there \(verb) \(Self.count(expected, "column")). "
                + "Write one field for each column, and put a field that contains \(delimiter) between quotation marks."
        case .duplicateName(let name):
            return "two columns are called '\(Self.shown(name))'. Give each column a different name."
        case .unknownColumn(let name, let names):
            return "there is no column '\(Self.shown(name))'. " + Self.choice(of: name, among: names)
        default: return explanationOfValue
        }
    }

    /// The sentence of a fault of a value or of a column.
    private var explanationOfValue: String {
        switch fault {
        case .notANumber(let text):
            return "'\(Self.shown(text))' is not a number. Correct the field, or give its text as a missing word."
        case .tooLarge(let text):
            return "\(Self.shown(text)) is greater than the greatest number, 1.8e308. Write the column in larger units."
        case .notADay(let text, let forms):
            return "'\(Self.shown(text))' is not a date of the form \(forms). Correct the field, "
                + "or give its text as a missing word."
        case .wrongType(let needed, let found):
            return "the column has \(Self.words(found)), but \(Self.words(needed)) are needed. \(Self.remedy(needed))"
        case .unexpectedValue(let text, let expected):
            return "'\(Self.shown(text))' is not \(Self.list(expected)). Correct the field, "
                + "or give its text as a missing word."
        case .unknownLevel(let text, let levels):
            return "no row has the value '\(Self.shown(text))'. " + Self.choice(of: text, among: levels)
        case .missingValue: return "the value is missing. Write it, or leave out the row."
        case .differentKeys(let first, let second):
            return "the key has \(Self.words(first)) in one table, and \(Self.words(second)) in the other. "
                + "Give the column the same type in both tables."
        case .repeatedKey(let key):
            return "both tables have several rows with the key '\(Self.shown(key))'. "
                + "Leave out the duplicates of one table, or add a column to the key."
        case .unsuitable(let sentences): return sentences
        default: return ""
        }
    }

    /// Returns advice that suggests words which resemble `word`, or lists all words if none does.
    private static func choice(of word: String, among words: [String]) -> String {
        if words.isEmpty { return "Check the file: it has none." }
        let near: [String] = Spelling(known: words).suggestions(for: word)
        return near.isEmpty ? "Name one of \(list(words))." : "Did you mean \(list(near))? Check the spelling."
    }

    /// Returns the words between quotation marks, with "or" before the last word. Of more than 20 words, the rest is
    /// only counted.
    private static func list(_ words: [String]) -> String {
        var items: [String] = words.prefix(20).map { "'\(shown($0))'" }
        if words.count > items.count { items.append("\(words.count - items.count) others") }
        guard items.count > 1, let last = items.popLast() else { return items.first ?? "" }
        return items.joined(separator: ", ") + " or " + last
    }

    /// Returns at most 60 characters of a text that comes from a file, with control characters made visible.
    static func shown(_ text: String) -> String {
        let start: String = text.prefix(60) + (text.count > 60 ? "…" : "")
        return String(
            String.UnicodeScalarView(
                start.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
    }

    private static func words(_ type: ColumnType) -> String {
        switch type {
        case .number: return "numbers"
        case .category: return "categories"
        case .day: return "dates"
        }
    }

    private static func remedy(_ needed: ColumnType) -> String {
        switch needed {
        case .number: return "Name a column of numbers."
        case .category: return "Name a column of categories, or read this column as categories."
        case .day: return "Name a column of dates, or give the form of its dates."
        }
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
