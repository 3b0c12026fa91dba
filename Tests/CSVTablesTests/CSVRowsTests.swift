import CSVTables
import Foundation
import TestSupport
import Testing

@Suite struct CSVRowsTests {
    private func error(_ text: String) -> CSVError? {
        #expect(throws: CSVError.self) { try CSVRows(text, file: "f.csv") }
    }

    @Test func rowsKeepTheirLines() throws {
        let table = try CSVRows("a,\"b, c\"\r\n1,\"x\ny\"\r\n\r\n2,\r\n", file: "f.csv")
        #expect(table.names == ["a", "b, c"])
        #expect(table.rows.map(\.line) == [2, 5] && table.rows.map(\.fields) == [["1", "x\ny"], ["2", ""]])
    }

    /// A row with too many or too few fields is an error at every position in the file. The reader drops no fields and
    /// adds no empty fields.
    @Test func everyRowHasAFieldForEachColumn() {
        for columns in 1 ... 4 {
            let names: String = (0 ..< columns).map { "c\($0)" }.joined(separator: ",")
            for fields in 1 ... 6 where fields != columns {
                for place in 0 ... 2 {
                    var rows = [String](repeating: (0 ..< columns).map { "\($0)" }.joined(separator: ","), count: 2)
                    rows.insert((0 ..< fields).map { "\($0)" }.joined(separator: ","), at: place)
                    let found: CSVError? = error(([names] + rows).joined(separator: "\n"))
                    let fault = CSVError.Fault.wrongFieldCount(expected: columns, found: fields)
                    #expect(found == CSVError(file: "f.csv", line: place + 2, fault: fault))
                }
            }
        }
        // A comma at the end of a row starts an empty field.
        #expect(error("a,b\n1,2,")?.fault == .wrongFieldCount(expected: 2, found: 3))
        #expect(error("a,b\n1")?.fault == .wrongFieldCount(expected: 2, found: 1))
    }

    @Test func namesExistAndDiffer() {
        #expect(error("")?.fault == .empty && error("\n\n")?.fault == .empty)
        #expect(error("a,,b\n1,2,3")?.fault == .namelessColumn(2))
        #expect(error("a, \n1,2")?.fault == .namelessColumn(2))
        #expect(error("a,b,a\n1,2,3")?.fault == .duplicateName("a"))
        #expect(error("a,b,\n1,2,3")?.description == "f.csv, line 1: column 3 has no name. Name every column.")
    }

    @Test func everyErrorIsASentence() {
        for fault: CSVError.Fault in [
            .unreadable("Is a directory"), .empty, .malformed("a quote is not closed"), .namelessColumn(3),
            .duplicateName("a"), .wrongFieldCount(expected: 2, found: 1),
        ] {
            let text: String = CSVError(file: "f.csv", line: 3, fault: fault).description
            #expect(sentenceProblems(text, place: "f.csv, line 3") == [], "\(text)")
        }
    }

    @Test func filesOfEveryKindAreRead() throws {
        let path: String = NSTemporaryDirectory() + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        // A byte order mark, which some spreadsheets write, is not a part of the name of the first column.
        try Data([0xEF, 0xBB, 0xBF] + Array("a\n1\n".utf8)).write(to: URL(fileURLWithPath: path))
        #expect(try CSVRows(path: path).names == ["a"])
        try Data([0xFF, 0xD8, 0xFF, 0xE0]).write(to: URL(fileURLWithPath: path))
        let picture = #expect(throws: CSVError.self) { try CSVRows(path: path) }
        #expect(picture?.fault == .unreadable("text is needed, and it is a JPEG picture"))
        let directory = #expect(throws: CSVError.self) { try CSVRows(path: "/tmp") }
        #expect(directory?.fault == .unreadable("Is a directory"))
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data("a,b\n1,2\n".utf8))
        try pipe.fileHandleForWriting.close()
        #expect(try CSVRows(path: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)").rows.count == 1)
    }
}
