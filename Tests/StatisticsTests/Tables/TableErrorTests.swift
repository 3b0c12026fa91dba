import Foundation
import Statistics
import Tensors
import TestSupport
import Testing

@Suite struct TableErrorTests {
    private func expectError(
        _ text: String, _ reading: TableReading = TableReading(), line: Int? = nil, column: String? = nil,
        _ fault: TableError.Fault, at location: SourceLocation = #_sourceLocation
    ) {
        let expected = TableError(file: "f.csv", line: line, column: column, fault: fault)
        #expect(throws: expected, sourceLocation: location) {
            try Table(csv: text, reading: reading, file: "f.csv")
        }
    }

    /// A row with too many or too few fields is an error at every position in the file, for every line end.
    @Test func everyRowHasAFieldForEachColumn() {
        for columns in 1 ... 4 {
            let names: String = (0 ..< columns).map { "c\($0)" }.joined(separator: ",")
            for fields in 1 ... 6 where fields != columns {
                for place in 0 ... 2 {
                    var rows = [String](repeating: (0 ..< columns).map { "\($0)" }.joined(separator: ","), count: 2)
                    rows.insert((0 ..< fields).map { "\($0)" }.joined(separator: ","), at: place)
                    for ending in ["\n", "\r\n", "\r"] {
                        expectError(
                            ([names] + rows).joined(separator: ending), TableReading(delimiter: ","), line: place + 2,
                            .wrongFieldCount(expected: columns, found: fields, delimiter: "a comma"))
                    }
                }
            }
        }
    }

    @Test func linesAreCountedThroughBlankLinesAndQuotes() {
        let types = TableReading(types: ["b": .number])
        for ending in ["\n", "\r\n", "\r"] {
            let lines: [String] = ["a,b", "", "1,2", "\"x", "y\",3", "", "z,no"]
            expectError(lines.joined(separator: ending), types, line: 7, column: "b", .notANumber("no"))
        }
        expectError("a,b\n1,1e999\n", types, line: 2, column: "b", .tooLarge("1e999"))
        expectError("a,b\n1,\"say \"\"x\"\"\"\n", types, line: 2, column: "b", .notANumber("say \"x\""))
    }

    @Test func faultsOfTheText() {
        for text in ["", "\n\n", " \r\n\t", "\u{FEFF}"] { expectError(text, TableReading(), TableError.Fault.empty) }
        expectError("a,b\n\n1,\"x\ny\nz", line: 3, .unclosedQuote)
        expectError("a,b\n\"de\"ath,1", line: 2, .textAfterQuote("ath"))
        expectError("a,b\n\"de\n\" \"x\",1", line: 3, .textAfterQuote("\"x\""))
        expectError("a,b,a\n1,2,3", line: 1, .duplicateName("a"))
        expectError("\n,column 1\n1,2", line: 2, .duplicateName("column 1"))
        expectError("a,b\n1,2", TableReading(types: ["c": .number]), .unknownColumn("c", names: ["a", "b"]))
        let days = TableReading(types: ["a": .day], dates: [.dayMonthYear])
        expectError(
            "a\n19.04.2001\n\n2001-04-19\n", days, line: 4, column: "a", .notADay("2001-04-19", forms: "19.04.2001"))
        expectError(
            "a\nNA\nx\n", TableReading(types: ["a": .day]), line: 3, column: "a", .notADay("x", forms: "2001-04-19"))
    }

    @Test func textThatIsNotUTF8() {
        func error(_ bytes: [UInt8]) -> TableError? {
            #expect(throws: TableError.self) { try Table(csv: Data(bytes), file: "f.csv") }
        }
        let latin: [UInt8] = Array("a,b\n1,2\n3,".utf8) + [0xFC, 0x0A]
        #expect(error(latin) == TableError(file: "f.csv", line: 3, column: "b", fault: .notUTF8))
        #expect(error([0xFC, 0x0A])?.fault == .notUTF8)
        let wide = "the text is UTF-16 or UTF-32, and UTF-8 is needed"
        #expect(error([0xFF, 0xFE, 0x61, 0])?.fault == .unreadable(wide))
        #expect(error([0xFF, 0xD8, 0xFF, 0xE0])?.fault == .unreadable("text is needed, and it is a JPEG picture"))
        #expect(error([31, 139, 8, 0])?.line == nil)
        let directory = #expect(throws: TableError.self) { try Table(contentsOf: "/tmp") }
        #expect(directory == TableError(file: "/tmp", fault: .unreadable("Is a directory")))
    }

    @Test func unknownNamesGetSuggestions() throws {
        let table = try Table(csv: "vanilla_ice_cream,baked_ham\n1,2\n", file: "f.csv")
        let error = #expect(throws: TableError.self) { try table.column(named: "vanila_ice_cream") }
        #expect(
            error?.description == "f.csv: there is no column 'vanila_ice_cream'. Did you mean 'vanilla_ice_cream'? "
                + "Check the spelling.")
        let other = #expect(throws: TableError.self) { try table.selecting(["xyz"]) }
        #expect(
            other?.description == "f.csv: there is no column 'xyz'. Name one of 'vanilla_ice_cream' or 'baked_ham'.")
    }

    @Test func everyErrorIsASentence() {
        let faults: [TableError.Fault] = [
            .unreadable("Is a directory"), .unwritable("No space left on device"), .empty, .noRows, .notUTF8,
            .unclosedQuote, .textAfterQuote("x"), .tooLong, .duplicateName("a"),
            .wrongFieldCount(expected: 2, found: 1, delimiter: "a comma"), .unknownColumn("a", names: ["b", "c"]),
            .unknownColumn("a", names: []), .notANumber("x"), .tooLarge("1e999"), .notADay("x", forms: "2001-04-19"),
            .wrongType(needed: .number, found: .category), .wrongType(needed: .category, found: .day),
            .wrongType(needed: .day, found: .number), .unexpectedValue("x", expected: ["Y", "N"]),
            .unknownLevel("x", levels: (0 ..< 30).map { "level \($0)" }), .missingValue,
            .differentKeys(.number, .category), .repeatedKey("3"),
        ]
        for fault in faults {
            let text: String = TableError(file: "f.csv", line: 3, column: "a", fault: fault).description
            #expect(sentenceProblems(text, place: "f.csv, line 3, column 'a'") == [], "\(text)")
            let made: String = TableError(row: 3, column: "a", fault: fault).description
            #expect(sentenceProblems(made, place: "row 3, column 'a'") == [], "\(made)")
            #expect(sentenceProblems(TableError(fault: fault).description, place: "the table") == [], "\(made)")
        }
    }

    @Test func longTextsAreCut() {
        let text: String = TableError(fault: .notANumber(String(repeating: "x", count: 1000) + "\u{7}")).description
        #expect(text.count < 200)
        #expect(!TableError(fault: .notANumber("a\u{1B}[2Jb")).description.contains("\u{1B}"))
    }

    /// No text of random bytes traps.
    @Test func randomTextsAreReadOrRefused() {
        var generator = PhiloxGenerator(seed: 24)
        let pieces: [String] = [
            ",", ";", "\t", "\"", "\n", "\r", "\r\n", "a", "1", "-", ".", "e", "2001-04-19", "NA", " ", "ü", "1e999",
            "\u{FEFF}", "|", "9007199254740993",
        ]
        var (readCount, refusedCount): (Int, Int) = (0, 0)
        for _ in 0 ..< 6000 {
            var bytes: [UInt8] = []
            for _ in 0 ..< Int(generator.next() % 24) {
                let choice = Int(generator.next() % UInt64(pieces.count + 1))
                if choice == pieces.count {
                    bytes.append(UInt8(truncatingIfNeeded: generator.next()))
                } else {
                    bytes += pieces[choice].utf8
                }
            }
            let reading = TableReading(
                decimalComma: generator.next() % 2 == 0, thousandsSeparator: generator.next() % 2 == 0 ? "'" : nil,
                dates: TableReading.DateForm.allCases)
            do {
                let table = try Table(csv: Data(bytes), reading: reading, file: "f.csv")
                readCount += 1
                for column in table.columns { #expect(column.count == table.rowCount) }
            } catch {
                refusedCount += 1
                #expect(error.description.hasPrefix("f.csv") && error.description.hasSuffix("."), "\(error)")
            }
        }
        #expect(readCount > 1000 && refusedCount > 1000)
    }
}
