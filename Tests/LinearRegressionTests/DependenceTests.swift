// Compiles the tests only in a debug build, because `@testable` needs a debug build: the tests use internal types of
// an executable.
#if DEBUG
import Foundation
import LinearAlgebra
import Statistics
import Tensors
import TestSupport
import Testing

@testable import linear_regression

@Suite struct DependenceTests {
    private func regression(_ text: String) throws -> Regression {
        try Regression(RegressionColumns(Table(csv: text, file: "f.csv"), .init(), file: "f.csv"))
    }

    private func equations(_ text: String) -> [String] {
        let error = #expect(throws: LinearRegressionError.self) {
            try Fit(regression(text), allowsDependence: false)
        }
        guard case .dependentColumns(_, let equations, _, _) = error else { return ["\(String(describing: error))"] }
        return equations
    }

    /// The error contains an equation for each linearly dependent column.
    @Test func dependentColumnsAreNamed() {
        // The indicator columns (0 or 1) of all three categories add up to the intercept.
        #expect(
            equations("y,red,green,blue\n1,1,0,0\n2,0,1,0\n4,0,0,1\n1.5,1,0,0\n2.5,0,1,0\n3,0,0,1")
                == ["'blue' = 1 · (intercept) − 1 · 'red' − 1 · 'green'"])
        #expect(equations("y,x,five\n1,1,5\n2,2,5\n4,3,5\n3,9,5") == ["'five' = 5 · (intercept)"])
        #expect(equations("y,x,none\n1,1,0\n2,2,0\n4,3,0\n3,9,0") == ["'none' = 0 in every row"])
        #expect(equations("y,x,copy\n1,1,1\n2,2,2\n4,3,3\n3,9,9") == ["'copy' = 1 · 'x'"])
        #expect(equations("y,c,f\n1,0,32\n2,10,50\n4,30,86\n3,-10,14") == ["'f' = 32 · (intercept) + 1.8 · 'c'"])
        // Large and small units of the columns do not hide the dependence.
        #expect(equations("y,a,b\n1,1e300,1e-300\n2,2e300,2e-300\n4,3e300,3e-300\n3,9e300,9e-300").count == 1)
        // With the intercept there are 4 columns in 2 rows, so 2 columns depend on other columns.
        #expect(equations("y,a,b,c\n1,1,0,2\n2,5,1,7").count == 2)
    }

    /// Nearly dependent columns are fitted, because nearly dependent columns are still independent. For example, the
    /// condition number of Longley's data is 4.9e9.
    @Test func nearlyDependentColumnsAreFitted() throws {
        var text = "y,a,b\n"
        for row in 0 ..< 20 {
            let a: Double = Double(row) * 0.37 - 2
            text += "\(3 + 2 * a - a * 1e-3),\(a),\(a + 1e-6 * Double(row * row % 7))\n"
        }
        let fit = try Fit(regression(text), allowsDependence: false)
        #expect(fit.dependences.isEmpty && fit.errors != nil)
    }

    /// The fit has the same coefficients as `minimumNormLeastSquares`, which uses the singular value decomposition.
    @Test func minimumNormIsThatOfTheSingularValues() throws {
        for text in [
            "y,red,green,blue\n1,1,0,0\n2,0,1,0\n4,0,0,1\n1.5,1,0,0\n2.5,0,1,0\n3,0,0,1", "y,a,b,c\n1,1,0,2\n2,5,1,7",
            "y,none\n1,0\n5,0", "y,x,copy,five\n1,1,1,5\n2,2,2,5\n4,3,3,5\n3,9,9,5", "y,a\n3,4",
        ] {
            let problem: Regression = try regression(text)
            let fit = try Fit(problem, allowsDependence: true)
            let y: Tensor<Double> = try Table(csv: text)["y"].numbers
            let expected: Tensor<Double> = try minimumNormLeastSquares(problem.matrix, y).solution
            #expect(zip(fit.coefficients, expected.scalars).allSatisfy { abs($0 - $1) < 1e-12 }, "\(text)")
            #expect(fit.errors == nil && !fit.dependences.isEmpty)
            #expect(try fit.report.contains("NOT UNIQUE"))
        }
    }

    @Test func uniqueCoefficientsAreTheSameWithTheFlag() throws {
        let text = "y,x\n1,1\n2,2\n4,3\n3,9"
        let (plain, allowed) = (
            try Fit(regression(text), allowsDependence: false), try Fit(regression(text), allowsDependence: true)
        )
        #expect(try plain.report == allowed.report)
        #expect(try !allowed.report.contains("NOT UNIQUE"))
    }
}
#endif
