import Foundation
import Statistics
import Tensors
import TestSupport
import Testing

@Suite struct TableWritingTests {
    @Test func everyValueIsReadAgain() throws {
        var generator = PhiloxGenerator(seed: 4)
        let pieces: [String] = ["a", ",", "\"", "\n", "\r", ";", " ", "\t", "ü", "x y", "\r\n", "\u{FEFF}", "|"]
        for delimiter: Unicode.Scalar in [",", ";", "\t", "|"] {
            for width in 1 ... 3 {
                for _ in 0 ..< 40 {
                    let columns: [Column] = (0 ..< width).map { index in
                        Column(
                            "c\(index)",
                            (0 ..< 5).map { _ in
                                if generator.next() % 5 == 0 { return nil }
                                // The letter at the start keeps the text apart from numbers and missing words.
                                let count = Int(generator.next() % 4)
                                let middle: String = (0 ..< count).map { _ in
                                    pieces[Int(generator.next() % UInt64(pieces.count))]
                                }.joined()
                                return generator.next() % 2 == 0 ? "k" + middle : middle + "k"
                            })
                    }
                    let table = Table(columns)
                    let reading = TableReading(
                        delimiter: .character(delimiter),
                        types: Dictionary(uniqueKeysWithValues: table.names.map { ($0, .category) }))
                    let copy = try Table(csv: table.csvText(delimiter: delimiter), reading: reading)
                    #expect(copy.names == table.names)
                    #expect(copy.columns.map(\.texts) == table.columns.map(\.texts))
                }
            }
        }
    }

    @Test func numbersAndDatesKeepTheirBits() throws {
        let values: [Double] = [0.1, -1e-300, 5e-324, 1.7976931348623157e308, 0, -0.0, .nan, 0x1p53, 123_456_789.125]
        let days: [Double] = [0, 11431, -719_162, .nan, 1, 2, 3, 4, 5]
        let table = Table([Column("x", values), Column("d", values: .days(Tensor(days)))])
        let copy = try Table(csv: table.csvText())
        #expect(copy.columns.map(\.type) == [.number, .day])
        let read: [Double] = try copy["x"].numbers.scalars
        #expect(zip(read, values).allSatisfy { $0.0.isNaN ? $0.1.isNaN : $0.0.bitPattern == $0.1.bitPattern })
        #expect(copy["d"].texts == table["d"].texts)
    }

    @Test func namesAreQuoted() throws {
        let table = Table([Column("a,\"b\"", [1] as [Double]), Column(" c", ["x"])])
        #expect(table.csvText() == "\"a,\"\"b\"\"\",\" c\"\n1,x\n")
        #expect(try Table(csv: table.csvText()).names == table.names)
    }

    @Test func filesAreWritten() throws {
        let path: String = NSTemporaryDirectory() + UUID().uuidString
        defer { for end in ["", ".gz"] { try? FileManager.default.removeItem(atPath: path + end) } }
        let table = Table([Column("a", [1, 2] as [Double]), Column("b", ["x", nil])])
        for end in ["", ".gz"] {
            try table.write(to: path + end, delimiter: ";")
            #expect(try Table(contentsOf: path + end)["b"].texts == ["x", nil])
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "a;b\n1;x\n2;\n")
        let error = #expect(throws: TableError.self) { try table.write(to: "/nowhere/x.csv") }
        #expect(error?.file == "/nowhere/x.csv")
        #expect(sentenceProblems(error?.description ?? "", place: "/nowhere/x.csv") == [])
    }
}
