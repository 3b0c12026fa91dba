// Compiles the tests only in a debug build, because `@testable` needs a debug build: the tests use internal types of
// an executable.
#if DEBUG
import Foundation
import Statistics
import Tensors
import TestSupport
import Testing

@testable import linear_regression

@Suite struct RegressionColumnsTests {
    private func columns(_ text: String, _ choice: RegressionColumns.Choice = .init()) throws -> RegressionColumns {
        try RegressionColumns(Table(csv: text, file: "f.csv"), choice, file: "f.csv")
    }

    private func fault(_ text: String, _ choice: RegressionColumns.Choice = .init()) -> TableError? {
        #expect(throws: TableError.self) { try columns(text, choice) }
    }

    @Test func categoriesAreCodedAgainstAReference() throws {
        let text = "y,sex,dose\n1,M,1\n2,F,2\n4,F,3\n5,X,5\n"
        #expect(try columns(text).predictors.map(\.name) == ["sex=M", "sex=X", "dose"])
        let chosen: RegressionColumns = try columns(text, .init(references: ["sex": "X"]))
        #expect(chosen.predictors.map(\.name) == ["sex=F", "sex=M", "dose"])
        #expect(try chosen.predictors[0].numbers.scalars == [0, 1, 1, 0])
        #expect(try columns(text, .init(dependent: "dose", predictors: ["y"])).predictors.map(\.name) == ["y"])
        #expect(
            fault(text, .init(references: ["sex": "Y"]))
                == TableError(file: "f.csv", column: "sex", fault: .unknownLevel("Y", levels: ["F", "M", "X"])))
        #expect(
            fault(text, .init(references: ["dose": "1"]))
                == TableError(file: "f.csv", column: "dose", fault: .wrongType(needed: .category, found: .number)))
        #expect(fault(text, .init(dependent: "z"))?.fault == .unknownColumn("z", names: ["y", "sex", "dose"]))
        #expect(fault(text, .init(predictors: ["z"]))?.fault == .unknownColumn("z", names: ["y", "sex", "dose"]))
        #expect(
            fault(text, .init(dependent: "sex"))
                == TableError(file: "f.csv", line: 2, column: "sex", fault: .notANumber("M")))
    }

    /// The coefficient of an indicator is the difference between the means of two categories.
    @Test func coefficientsAreDifferencesOfMeans() throws {
        let chosen: RegressionColumns = try columns("y,g\n1,a\n3,a\n7,b\n9,b\n5,c\n6,c\n")
        let fit = try Fit(Regression(chosen), allowsDependence: false)
        #expect(zip(fit.coefficients, [2, 6, 3.5]).allSatisfy { abs($0 - $1) < 1e-13 })
    }

    @Test func incompleteRowsAreDroppedOrErrors() throws {
        let text = "y,x,unused\n1,2,\n,3,1\n5,NA,2\n\n7,1,3\n3,4,3\n"
        let chosen: RegressionColumns = try columns(text, .init(predictors: ["x"]))
        #expect(chosen.rowCount == 3 && chosen.droppedCount == 2)
        let report: String = try Fit(Regression(chosen), allowsDependence: false).report
        #expect(report.contains("2 of 5 rows are left out, because a value is missing"), "\(report)")
        #expect(
            fault(text, .init(predictors: ["x"], missing: .error))
                == TableError(file: "f.csv", line: 3, column: "y", fault: .missingValue))
        #expect(throws: LinearRegressionError.noCompleteRow(file: "f.csv", columns: ["y", "x"])) {
            try columns("y,x\n1,\n,2\n")
        }
    }

    @Test func columnsThatAreNoNumbersAreErrors() {
        // A text among numbers is a mistake, not a category.
        for text in ["one", "-inf", "1;5", "0x", "1e", "1 2"] {
            let expected = TableError(file: "f.csv", line: 3, column: "x", fault: .notANumber(text))
            #expect(fault("y,x\n1,2\n2,\(text)") == expected, "\(text)")
        }
        #expect(
            fault("y,x\n1,2\n2,1e999") == TableError(file: "f.csv", line: 3, column: "x", fault: .tooLarge("1e999")))
        #expect(fault("y,x\n") == TableError(file: "f.csv", fault: .noRows))
        #expect(throws: LinearRegressionError.oneLevel(file: "f.csv", column: "x", level: "a")) {
            try columns("y,x\n1,a\n2,a")
        }
    }

    /// Labels have their whole length, also with letters of several code units.
    @Test func labelsAreNotCut() throws {
        let long = "a name of many words, longer than any table is wide, with é, 👩‍👩‍👧 and ü"
        let report: String = try Fit(
            Regression(columns("y,\"\(long)\"\n1,2\n2,3\n4,5\n3,9\n")), allowsDependence: false
        ).report
        let lines: [String] = report.split(separator: "\n").map { String($0) }
        #expect(lines[2].hasPrefix(long + " "), "\(report)")
        #expect(Set(lines[0 ... 2].map(\.count)).count == 1, "\(report)")
    }
}
#endif
