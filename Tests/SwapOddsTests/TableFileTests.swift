// Compiles the tests only in a debug build, because `@testable` needs a debug build: the tests use internal types of
// an executable.
#if DEBUG
import Foundation
import Statistics
import TestSupport
import Testing

@testable import swap_odds

@Suite struct TableFileTests {
    private let header = "outcome,exposed,exposed_cases,exposed_total,control,control_cases,control_total\n"
    private let probabilityHeader = "outcome,exposed,exposed_probability,control,control_probability\n"

    private func file(_ text: String, _ reading: TableReading = TableReading()) throws -> TableFile {
        try TableFile(Table(csv: text, reading: reading, file: "f.csv"))
    }

    @Test func readsCounts() throws {
        let file: TableFile = try file(header + "death,a,1,10,b,3,12\n\"say \"\"x, y\"\"\",a,0,0,b,3,3")
        #expect(file.comparisons.count == 2)
        #expect(file.comparisons[0].outcome == "death" && file.comparisons[0].control == "b")
        let table = ContingencyTable(exposedCases: 1, exposedNoncases: 9, controlCases: 3, controlNoncases: 9)
        #expect(file.comparisons[0].figures == .counts(table))
        #expect(file.comparisons[1].outcome == "say \"x, y\"")
    }

    @Test func readsProbabilities() throws {
        let file: TableFile = try file(probabilityHeader + "death,a,0.25,b,1e-3\r\n")
        #expect(file.comparisons[0].figures == .probabilities(exposed: 0.25, control: 0.001))
    }

    /// The columns may have another order, other columns are ignored, and the numbers may have separators.
    @Test func readsOtherForms() throws {
        let plain: TableFile = try file(header + "death,a,104,11037,b,189,11034\n")
        let names: [String] = TableFile.countColumns.reversed() + ["note"]
        let reversed: String =
            names.joined(separator: ";") + "\n11,034;189;b;11,037;104;a;death;see p. 3\n"
        let other: TableFile = try file(reversed, TableReading(thousandsSeparator: ","))
        #expect(other.comparisons == plain.comparisons)
        // A file with both kinds of columns contains counts.
        let both: String = "exposed_probability,control_probability," + header + "x,y,death,a,104,11037,b,189,11034\n"
        #expect(try file(both).comparisons == plain.comparisons)
    }

    /// Each error contains the line and the column of the fault. The first row is on line 2, and a field can have
    /// several lines.
    @Test func faultsNameLineAndColumn() {
        expect(header + "death,a,x,10,b,3,12", 2, "exposed_cases", "'x' is not a count.")
        expect(header + "death,a,1,10,b,3,12\ndeath,a,1,10,b,3,-4", 3, "control_total", "'-4' is not a count.")
        expect(header + "\"a\nb\",a,1,10,b,3,12\ndeath,a,1,10,b,,12", 4, "control_cases", "'' is not a count.")
        expect(
            header + "\n\ndeath,a,1,1000000000000001,b,3,12", 4, "exposed_total", "'1000000000000001' is not a count.")
        expect(header + "death,a,1.5,10,b,3,12", 2, "exposed_cases", "'1.5' is not a count.")
        expect(header + "death,a,1,10,b,3,\"11,034\"", 2, "control_total", "'11,034' is not a count.")
        expect(header + "death,a,1,10,b,3,12\ndeath,a,x,10,b,3,12", 3, "exposed_cases", "'x' is not a count.")
        expect(header + "death,a,11,10,b,3,12", 2, "exposed_cases", "11 cases are more than the total of 10.")
        for text in ["1.5", "-0.1", "50 %"] {
            expect(
                probabilityHeader + "death,a,\(text),b,0.5", 2, "exposed_probability", "'\(text)' is not a probability."
            )
        }
        for text in ["nan", ""] {
            expect(probabilityHeader + "death,a,\(text),b,0.5", 2, "exposed_probability", "'' is not a probability.")
        }
        expect("outcome,a\nx,1", nil, nil, "the column names are outcome, a.")
        expect(header, nil, nil, "there is no row after the column names.")
        expect(header + "death,a,1,10,b,3", 2, nil, "the row has 6 fields, and there are 7 columns.")
    }

    private func expect(
        _ text: String, _ line: Int?, _ column: String?, _ words: String, at location: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: TableError.self, sourceLocation: location) { try file(text) }
        #expect(error?.line == line && error?.column == column, sourceLocation: location)
        #expect(error?.explanation.hasPrefix(words) == true, "\(error?.explanation ?? "")", sourceLocation: location)
        #expect(sentenceProblems(error?.description ?? "", place: "f.csv") == [], sourceLocation: location)
    }
}
#endif
