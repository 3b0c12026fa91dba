import ArgumentParser
import Foundation
import Statistics
import TableCommand
import Testing

@Suite struct TableOptionsTests {
    private func reading(_ arguments: [String]) throws -> TableReading { try TableOptions.parse(arguments).reading }

    @Test func flagsBecomeOptions() throws {
        #expect(try reading([]) == TableReading())
        for (text, scalar): (String, Unicode.Scalar) in [
            ("comma", ","), ("semicolon", ";"), ("tab", "\t"), ("bar", "|"), ("space", " "), (":", ":"), (";", ";"),
            ("\t", "\t"),
        ] {
            #expect(try reading(["--delimiter", text]).delimiter == .character(scalar), "\(text)")
        }
        let all: TableReading = try reading([
            "--decimal-comma", "--thousands-separator", ".", "--missing-word", "-9", "--category", "class",
        ])
        #expect(all.decimalComma && all.thousandsSeparator == "." && all.types == ["class": .category])
        #expect(all.missingWords == TableReading.defaultMissingWords.union(["-9"]))
    }

    @Test func theFirstGivenFlagIsNamed() throws {
        #expect(try TableOptions.parse([]).firstGiven == nil)
        for arguments in [
            ["--delimiter=tab"], ["--decimal-comma"], ["--thousands-separator=,"], ["--missing-word=x"],
            ["--category=x"],
        ] {
            #expect(try TableOptions.parse(arguments).firstGiven == String(arguments[0].prefix { $0 != "=" }))
        }
    }

    @Test func nonsenseIsASentence() {
        let cases: [([String], String)] = [
            (["--delimiter", ""], "--delimiter: '' cannot separate fields."),
            (["--delimiter", "x"], "--delimiter: 'x' cannot separate fields."),
            (["--delimiter", ";;"], "--delimiter: ';;' cannot separate fields."),
            (["--delimiter", "é"], "--delimiter: 'é' cannot separate fields."),
            (["--thousands-separator", ""], "--thousands-separator: '' cannot separate"),
            (["--thousands-separator", "."], "--thousands-separator: '.' cannot separate"),
            (["--thousands-separator", "e"], "--thousands-separator: 'e' cannot separate"),
            (["--thousands-separator", "1"], "--thousands-separator: '1' cannot separate"),
            (["--thousands-separator", ",", "--decimal-comma"], "--thousands-separator: ',' cannot separate"),
        ]
        for (arguments, sentence) in cases {
            let error: (any Error)? = #expect(throws: (any Error).self) { try TableOptions.parse(arguments) }
            let message: String = error.map { TableOptions.message(for: $0) } ?? ""
            #expect(message.contains(sentence), "\(message)")
        }
    }

    @Test func filesAreReadWithTheFlags() throws {
        let path: String = NSTemporaryDirectory() + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("a;b\n1.234,5;7\n".utf8).write(to: URL(fileURLWithPath: path))
        let options = try TableOptions.parse([
            "--decimal-comma", "--thousands-separator", ".", "--category", "b",
        ])
        let table: Table = try options.table(at: path)
        #expect(table["a"].texts == ["1234.5"] && table["b"].type == .category)
        let wrong = try TableOptions.parse(["--category", "c"])
        #expect(throws: TableError(file: path, fault: .unknownColumn("c", names: ["a", "b"]))) {
            try wrong.table(at: path)
        }
    }
}
