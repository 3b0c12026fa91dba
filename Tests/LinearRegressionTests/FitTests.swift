// Compiles the tests only in a debug build, because `@testable` needs a debug build: the tests use internal types of
// an executable.
#if DEBUG
import Foundation
import Statistics
import TestSupport
import Testing

@testable import linear_regression

@Suite struct FitTests {
    private func fit(_ text: String, dependent: String? = nil) throws -> Fit {
        let table = try Table(csv: text, file: "f.csv")
        let columns = try RegressionColumns(table, .init(dependent: dependent), file: "f.csv")
        return try Fit(Regression(columns), allowsDependence: false)
    }

    private func fault(_ text: String) -> LinearRegressionError? {
        #expect(throws: LinearRegressionError.self) { try fit(text) }
    }

    /// The fit agrees with a line computed by hand. For y = 1, 2, 4 at x = 0, 1, 2, the slope is 3/2, the intercept is
    /// 5/6, and the residuals are 1/6, −1/3, 1/6.
    @Test func aLineByHand() throws {
        let line: Fit = try fit("y,x\n1,0\n2,1\n4,2")
        #expect(abs(line.coefficients[1] - 1.5) < 1e-14 && abs(line.coefficients[0] - 5.0 / 6) < 1e-14)
        let deviation: Double = (1.0 / 6).squareRoot()
        #expect(abs((line.deviation ?? 0) - deviation) < 1e-14)
        #expect(abs((line.errors?[1] ?? 0) - deviation / 2.0.squareRoot()) < 1e-14)
        #expect(abs((line.explained ?? 0) - (1 - (1.0 / 6) / (14.0 / 3))) < 1e-14)
    }

    /// Powers of two as units change no digit. If x and y are multiplied by a power of two between 2⁻¹⁰⁰⁰ and 2¹⁰⁰⁰,
    /// the slope is unchanged, and the intercept and the deviation change exactly by this factor.
    @Test func unitsDoNotMatter() throws {
        let plain: Fit = try fit("y,x\n1,0.25\n2,1\n4,2")
        for exponent in [-1000, -500, 500, 1000] {
            let unit = Double(sign: .plus, exponent: exponent, significand: 1)
            let scaled: Fit = try fit("y,x\n\(unit),\(unit / 4)\n\(2 * unit),\(unit)\n\(4 * unit),\(2 * unit)")
            #expect(scaled.coefficients[1] == plain.coefficients[1], "\(exponent)")
            #expect(scaled.coefficients[0] == plain.coefficients[0] * unit, "\(exponent)")
            #expect(scaled.deviation == plain.deviation.map { $0 * unit } && scaled.explained == plain.explained)
        }
    }

    @Test func aConstantTargetHasNoShareExplained() throws {
        let constant: Fit = try fit("y,x\n0.1,1\n0.1,2\n0.1,4\n0.1,3")
        #expect(constant.explained == nil)
        #expect(try constant.report.contains("R² undefined ('y' is constant)"))
        let zero: String = try fit("y,x\n0,1\n0,2\n0,4").report
        #expect(zero.contains("undefined") && !zero.contains("nan"))
    }

    @Test func dataWithoutARegressionAreErrors() {
        #expect(fault("y,x\n1,2\n2,3") == .tooFewRows(file: "f.csv", rows: 2, coefficients: 2))
        #expect(fault("y\n1") == .tooFewRows(file: "f.csv", rows: 1, coefficients: 1))
        #expect(
            fault("y,x\n1e300,1e-300\n2e300,2e-300\n4e300,1e-300")
                == .outOfRange(file: "f.csv", quantity: "the coefficient of 'x'"))
    }

    @Test func everyErrorIsASentence() {
        for error: LinearRegressionError in [
            .noCompleteRow(file: "f.csv", columns: ["y", "x"]), .oneLevel(file: "f.csv", column: "x", level: "a"),
            .dependentColumns(file: "f.csv", equations: ["'b' = 2 · 'a'"], rows: 5, coefficients: 3),
            .dependentColumns(file: "f.csv", equations: ["'b' = 2 · 'a'"], rows: 2, coefficients: 3),
            .tooFewRows(file: "f.csv", rows: 2, coefficients: 2), .outOfRange(file: "f.csv", quantity: "a coefficient"),
        ] { #expect(sentenceProblems(error.description, place: "f.csv") == [], "\(error)") }
    }

    /// A column of the table may have the name `(intercept)`, which the program also uses for the intercept.
    @Test func namesOfTheProgramAreFree() throws {
        let named: Fit = try fit("(intercept),x\n1,0\n2,1\n4,2", dependent: "(intercept)")
        #expect(abs(named.coefficients[1] - 1.5) < 1e-14)
        let other: Fit = try fit("y,(intercept)\n1,0\n2,1\n4,2")
        #expect(abs(other.coefficients[1] - 1.5) < 1e-14)
    }
}
#endif
