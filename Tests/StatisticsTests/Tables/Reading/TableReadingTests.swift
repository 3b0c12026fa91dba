import Foundation
import Statistics
import Tensors
import TestSupport
import Testing

@Suite struct TableReadingTests {
    private func numbers(_ table: Table, _ name: String) throws -> [Double] { try table[name].numbers.scalars }

    @Test func typesAreInferred() throws {
        let table = try Table(csv: "x,sex,born\n1.5,F,2001-04-19\n-2e3,M,1969-12-31\n")
        #expect(table.names == ["x", "sex", "born"] && table.rowCount == 2)
        #expect(table.columns.map(\.type) == [.number, .category, .day])
        #expect(try numbers(table, "x") == [1.5, -2000])
        #expect(try numbers(table, "born") == [11431, -1])
        let (codes, levels) = try table["sex"].categories
        #expect(levels == ["F", "M"] && codes.scalars == [0, 1])
    }

    /// The same table is read for every combination of line end, delimiter, quotation, byte order mark and end of file.
    @Test func everyFormOfATextGivesTheSameTable() throws {
        let rows: [[String]] = [
            ["name", "a b", "n"], ["x", "say \"1\"", "1"], ["", " lead", "-2.5"], ["ü", "two\nlines", ""],
        ]
        var count = 0
        for ending in ["\n", "\r\n", "\r"] {
            for delimiter: Unicode.Scalar in [",", ";", "\t", "|"] {
                for quotesAll in [true, false] {
                    for mark in ["", "\u{FEFF}"] {
                        for isEnded in [true, false] {
                            let lines: [String] = rows.map { row in
                                row.map { field in
                                    let needed: Bool = field.contains { "\"\n \(delimiter)".contains($0) }
                                    guard quotesAll || needed else { return field }
                                    return "\"" + field.replacing("\"", with: "\"\"") + "\""
                                }.joined(separator: String(delimiter))
                            }
                            let text: String = mark + lines.joined(separator: ending) + (isEnded ? ending : "")
                            for choice: TableReading.Delimiter in [.automatic, .character(delimiter)] {
                                let table = try Table(csv: text, reading: TableReading(delimiter: choice))
                                #expect(table.names == rows[0], "\(text.debugDescription)")
                                #expect(table["name"].texts == ["x", nil, "ü"])
                                #expect(table["a b"].texts == ["say \"1\"", " lead", "two\nlines"])
                                #expect(table["n"].texts == ["1", "-2.5", nil])
                                count += 1
                            }
                        }
                    }
                }
            }
        }
        #expect(count == 192)
    }

    @Test func blankLinesAndBlanksDoNotCount() throws {
        let table = try Table(csv: "\n  \n a , b\n\n 1 ,\tY \n\n\" 2 \",\" N \"\n \n")
        #expect(table.names == ["a", "b"])
        #expect(try numbers(table, "a") == [1, 2])
        // Blanks between quotation marks belong to a text, but not to a number.
        #expect(table["b"].texts == ["Y", " N "])
        // A tab that is the delimiter is not a blank.
        #expect(try Table(csv: "a\tb\tc\n1\t\t3\n")["b"].missingCount == 1)
    }

    @Test func theDelimiterIsFound() throws {
        // Characters between quotation marks do not count.
        #expect(try Table(csv: "\"a,b,c\";d\n\"1,2,3\";4\n").names == ["a,b,c", "d"])
        // The number of semicolons is the same in both lines.
        #expect(try Table(csv: "a, b, c;d\n1;2\n").names == ["a, b, c", "d"])
        #expect(try Table(csv: "only\n1;2\n").names == ["only"])
        #expect(try Table(csv: "a;b;c\n").names == ["a", "b", "c"])
    }

    /// Equal bytes are different texts if one of them stands between quotation marks.
    @Test func quotationMarksInAText() throws {
        let table = try Table(csv: "x\na\"\"b\n\"a\"\"b\"\na\"\"b\n5\" pipe\n\"\"\"\"\n")
        #expect(table["x"].texts == ["a\"\"b", "a\"b", "a\"\"b", "5\" pipe", "\""])
    }

    /// A column with more levels than the cache of texts has places.
    @Test func manyLevels() throws {
        let texts: [String] = (0 ..< 3000).map { "level \($0 * $0 % 1009) of many, with a long common end \($0 % 7)" }
        #expect(try Table(csv: "x\n" + texts.map { "\"\($0)\"\n" }.joined())["x"].texts == texts)
    }

    @Test func aColumnWithoutANameIsNumbered() throws {
        #expect(try Table(csv: ",a,\"\"\n1,2,3\n").names == ["column 1", "a", "column 3"])
    }

    @Test func missingWords() throws {
        let text = "x\n1\nNA\nn/a\nNaN\nnull\n.\n\"\"\n-999\n"
        #expect(try Table(csv: text)["x"].missing.scalars == [false, true, true, true, true, true, true, false])
        let other = TableReading(missingWords: ["-999", " Unknown "])
        #expect(try Table(csv: "x,y\n1,unknown\n-999,NA\n", reading: other)["x"].missing.scalars == [false, true])
        #expect(try Table(csv: "x,y\n1,unknown\n-999,NA\n", reading: other)["y"].texts == [nil, "NA"])
        // An empty cell is a text if the empty text is not a missing word.
        #expect(try Table(csv: "x,y\na,\nb,c\n", reading: other)["y"].texts == ["", "c"])
        #expect(try Table(csv: "x,y\n,NA\n.,\n").columns.map(\.type) == [.number, .number])
    }

    @Test func decimalCommaAndThousandsSeparator() throws {
        let german = TableReading(decimalComma: true, thousandsSeparator: ".")
        let table = try Table(csv: "a;b\n1.234,5;1e3\n-1.234.567;,25\n12;0,5e-1\n", reading: german)
        #expect(try numbers(table, "a") == [1234.5, -1_234_567, 12] && numbers(table, "b") == [1000, 0.25, 0.05])
        let english = TableReading(thousandsSeparator: ",")
        #expect(
            try numbers(Table(csv: "a,b\n\"1,234.5\",1\n\"12,345,678\",2\n", reading: english), "a")[1] == 12_345_678)
        let french = TableReading(decimalComma: true, thousandsSeparator: "\u{202F}")
        #expect(try numbers(Table(csv: "a;b\n1\u{202F}234,5;1\n", reading: french), "a") == [1234.5])
        // Groups of other lengths are not numbers.
        for wrong in ["1,23", "1234,567", ",123", "1,2345", "12,34,567", "1,234,", "1,,234", "1.5,000", "1,234e,5"] {
            let table = try Table(
                csv: "a;b\n\(wrong);1\n", reading: TableReading(delimiter: ";", thousandsSeparator: ","))
            #expect(table["a"].type == .category, "\(wrong)")
        }
        #expect(try Table(csv: "a;b\n1.5;1\n", reading: TableReading(decimalComma: true))["a"].type == .category)
    }

    @Test func textsThatAreNotNumbers() throws {
        for text in ["inf", "-Infinity", "0x10", "1e999", "1 2", "+", "-", "e5", "1e", "--1", "12abc"] {
            #expect(try Table(csv: "a\n1\n\(text)\n")["a"].type == .category, "\(text)")
        }
        // Different integers stay different.
        let long = try Table(csv: "id\n9007199254740993\n9007199254740992\n")
        #expect(long["id"].texts == ["9007199254740993", "9007199254740992"])
        #expect(try Table(csv: "id\n-9007199254740993\n")["id"].type == .category)
        #expect(try Table(csv: "id\n100000000000000000000\n")["id"].type == .category)
        #expect(try numbers(Table(csv: "a\n21000000000000000\n-9007199254740992\n"), "a") == [2.1e16, -0x1p53])
        #expect(try numbers(Table(csv: "a\n1e300\n.5\n2.\n+7\n"), "a") == [1e300, 0.5, 2, 7])
    }

    @Test func typesCanBeChosen() throws {
        let text = "class,day\n10,1\n2,3\n1,2\n"
        let table = try Table(csv: text, reading: TableReading(types: ["class": .category]))
        // Levels that are numbers are in the order of numbers.
        #expect(try table["class"].categories.levels == ["1", "2", "10"])
        #expect(try table["class"].categories.codes.scalars == [2, 1, 0])
        #expect(table["day"].type == .number)
        let numbers = try Table(csv: "a\n9007199254740993\n", reading: TableReading(types: ["a": .number]))
        #expect(numbers["a"].type == .number)
    }

    @Test func formsOfDates() throws {
        func days(_ texts: [String], _ forms: [TableReading.DateForm]) throws -> [Double]? {
            let column: Column = try Table(
                csv: "d;n\n" + texts.map { "\($0);1" }.joined(separator: "\n"),
                reading: TableReading(delimiter: ";", dates: forms))["d"]
            return column.type == .day ? try column.numbers.scalars : nil
        }
        #expect(try days(["19.04.2001", "1/2/1970"], [.dayMonthYear]) == [11431, 31])
        #expect(try days(["04/19/2001", "2-1-1970"], [.monthDayYear]) == [11431, 31])
        #expect(try days(["19-Apr-2001", "1 sept 1970"], [.dayMonthNameYear]) == [11431, 243])
        // One form fits all dates of a column.
        #expect(try days(["02/01/1970", "19/04/2001"], [.monthDayYear, .dayMonthYear]) == [1, 11431])
        #expect(try days(["02/01/1970", "2001-04-19"], [.yearMonthDay, .dayMonthYear]) == nil)
        for wrong in [
            "2001-02-29", "2001-13-01", "2001-00-10", "2001-01-00", "2001-1-1", "20010419", "2001-04-19x", "01-04-19",
            "2001-04-31", "1900-02-29",
        ] {
            #expect(try days([wrong], TableReading.DateForm.allCases) == nil, "\(wrong)")
        }
        #expect(try days(["2000-02-29", "1600-02-29", "0001-01-01"], [.yearMonthDay]) == [11016, -135_081, -719_162])
    }

    @Test func compressedFilesAndPipes() throws {
        // The lines 1,2 and 3,4, compressed with gzip.
        let packed: [UInt8] = [
            31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 51, 212, 49, 226, 50, 214, 49, 225, 2, 0, 71, 147, 108, 175, 8, 0, 0, 0,
        ]
        #expect(try Table(csv: Data(packed)).names == ["1", "2"])
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data("a,b\n1,2\n".utf8))
        try pipe.fileHandleForWriting.close()
        let table = try Table(contentsOf: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)")
        #expect(table.rowCount == 1)
    }

    @Test func optionsThatCannotBeTrap() async {
        await #expect(processExitsWith: .failure) { _ = try Table(csv: "a", reading: TableReading(delimiter: "x")) }
        await #expect(processExitsWith: .failure) {
            _ = try Table(csv: "a", reading: TableReading(thousandsSeparator: "."))
        }
        await #expect(processExitsWith: .failure) {
            _ = try Table(csv: "a", reading: TableReading(decimalComma: true, thousandsSeparator: ","))
        }
    }

    @Test func realFiles() throws {
        guard let folder = RealData.outbreaks else { return }
        let oswego = try Table(contentsOf: folder + "/oswego.csv")
        #expect(oswego.rowCount == 75 && oswego.columns.count == 22)
        #expect(oswego["age"].type == .number && oswego["sex"].type == .category)
        #expect(try oswego["ill"].zeroOne().numbers.sum().scalar == 46)
        #expect(oswego["mashed_potato"].missingCount == 1)
        let hagelloch = try Table(contentsOf: folder + "/hagelloch.csv")
        #expect(hagelloch.rowCount == 188 && hagelloch["date_of_death"].missingCount == 176)
        let derbyshire = try Table(
            contentsOf: folder + "/derbyshire.csv", reading: TableReading(types: ["class": .category]))
        #expect(derbyshire.rowCount == 492 && derbyshire["class"].occurringLevels.first == "1")
    }
}
