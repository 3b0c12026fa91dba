// Compiles the tests only in a debug build, because `@testable` needs a debug build: the tests use internal types of
// an executable.
#if DEBUG
import CSVTables
import Foundation
import Statistics
import TestSupport
import Testing

@testable import swap_odds

@Suite struct TableFileTests {
    private let header = "outcome,exposed,exposed_cases,exposed_total,control,control_cases,control_total\n"
    private let probabilityHeader = "outcome,exposed,exposed_probability,control,control_probability\n"

    @Test func readsCounts() throws {
        let file = try TableFile(text: header + "death,a,1,10,b,3,12\n\"say \"\"x, y\"\"\",a,0,0,b,3,3", file: "f.csv")
        #expect(file.comparisons.count == 2)
        #expect(file.comparisons[0].outcome == "death" && file.comparisons[0].control == "b")
        let table = ContingencyTable(exposedCases: 1, exposedNoncases: 9, controlCases: 3, controlNoncases: 9)
        #expect(file.comparisons[0].figures == .counts(table))
        #expect(file.comparisons[1].outcome == "say \"x, y\"")
    }

    @Test func readsProbabilities() throws {
        let file = try TableFile(text: probabilityHeader + "death,a,0.25,b,1e-3\r\n", file: "f.csv")
        #expect(file.comparisons[0].figures == .probabilities(exposed: 0.25, control: 0.001))
    }

    @Test func unreadableFile() {
        let error: TableFileError? = #expect(throws: TableFileError.self) {
            try TableFile(path: "/nowhere/counts.csv")
        }
        #expect(error?.description.hasPrefix("/nowhere/counts.csv: cannot be read: ") == true)
    }

    /// Each error contains the line and the field of the fault. The first row is on line 2, and a field can have
    /// several lines.
    @Test func faultsNameLineAndField() {
        expect(header + "death,a,x,10,b,3,12", 2, "exposed_cases", .notACount("x"))
        expect(header + "death,a,1,10,b,3,12\ndeath,a,1,10,b,3,-4", 3, "control_total", .notACount("-4"))
        expect(header + "\"a\nb\",a,1,10,b,3,12\ndeath,a,1,10,b,,12", 4, "control_cases", .notACount(""))
        expect(header + "\n\ndeath,a,1,1000000000000001,b,3,12", 4, "exposed_total", .notACount("1000000000000001"))
        expect(header + "death,a,11,10,b,3,12", 2, "exposed_cases", .moreCasesThanTotal(cases: 11, total: 10))
        expectTable(header + "death,a,1,10,b,3", 2, .wrongFieldCount(expected: 7, found: 6))
        expectTable(header + "death,a,1,10,b,3,12\ndeath,a,1,10,b,3,12,5", 3, .wrongFieldCount(expected: 7, found: 8))
        for text in ["1.5", "nan", "-0.1", "", "50 %"] {
            expect(probabilityHeader + "death,a,\(text),b,0.5", 2, "exposed_probability", .notAProbability(text))
        }
        expect("outcome,a\nx,1", nil, nil, .unknownHeader(["outcome", "a"]))
        expectTable("", nil, .empty)
        expectTable("\n\n", nil, .empty)
        expect(header, nil, nil, .noRows)
    }

    @Test func textThatIsNotCSV() {
        expectTable(
            header + "death,a,1,10,b,3,12\n\"de\"ath,a,1,10,b,3,12", 3, .malformed("Can't have non-quote here: a"))
        expectTable(header + "death,a,1,10,b,3,\"12", 2, .malformed("a quote is not closed"))
        expectTable("\"outcome\"x", 1, .malformed("Can't have non-quote here: x"))
    }

    @Test func everyErrorIsASentence() {
        for fault: TableFileError.Fault in [
            .table(CSVError(file: "f.csv", fault: .empty)), .unknownHeader(["a", "b"]), .notACount("x"),
            .notAProbability("2"), .moreCasesThanTotal(cases: 3, total: 2), .noRows,
        ] {
            let text: String = TableFileError(file: "f.csv", line: 2, fault: fault).description
            #expect(sentenceProblems(text, place: "f.csv, line 2") == [], "\(text)")
        }
    }

    @Test func errorsSayWhatToDo() {
        let error = TableFileError(file: "f.csv", line: 3, field: "control_cases", fault: .notACount("x"))
        #expect(
            error.description == "f.csv, line 3, field 'control_cases': 'x' is not a count. "
                + "Write a whole number from 0 to 10^15, without separators.")
    }

    private func expectTable(
        _ text: String, _ line: Int?, _ fault: CSVError.Fault, at location: SourceLocation = #_sourceLocation
    ) {
        expect(text, line, nil, .table(CSVError(file: "f.csv", line: line, fault: fault)), at: location)
    }

    private func expect(
        _ text: String, _ line: Int?, _ field: String?, _ fault: TableFileError.Fault,
        at location: SourceLocation = #_sourceLocation
    ) {
        let expected = TableFileError(file: "f.csv", line: line, field: field, fault: fault)
        #expect(throws: expected, sourceLocation: location) { try TableFile(text: text, file: "f.csv") }
    }
}
#endif
