import LinearAlgebra
import Statistics
import Tensors

/// The least-squares problem of a table. The dependent column of the table is the target. The fit approximates the target by an
/// intercept plus a weighted sum of the other columns.
///
/// Each column is divided by a power of two, so that the greatest absolute value of the column is in [1, 2). Division
/// by a power of two changes no digit of the numbers. After the division, the squares cannot overflow.
struct Regression {
    let file: String
    let targetName: String
    /// The names of the coefficients: "(intercept)", then the names of the columns.
    let names: [String]
    /// The columns that the coefficients multiply, `[rows, coefficients]`. The first column, for the intercept,
    /// contains ones. `matrix` has the original columns; `scaled` has the divided columns.
    let matrix, scaled: Tensor<Double>
    /// The divided target, `[rows]`.
    let target: Tensor<Double>
    let isTargetConstant: Bool
    /// The number of rows of the table that are left out because a value is missing.
    let droppedCount: Int
    private let exponents: [Int]
    private let targetExponent: Int

    /// Creates the problem of the chosen columns of a table.
    init(_ chosen: RegressionColumns) throws(TableError) {
        let ones = [Double](repeating: 1, count: chosen.rowCount)
        var columns: [[Double]] = [ones]
        for column in chosen.predictors { columns.append(try column.numbers.scalars) }
        let values: [Double] = try chosen.dependent.numbers.scalars
        (file, targetName, droppedCount) = (chosen.file, chosen.dependent.name, chosen.droppedCount)
        names = ["(intercept)"] + chosen.predictors.map(\.name)
        exponents = columns.map { Self.exponent(of: $0) }
        targetExponent = Self.exponent(of: values)
        isTargetConstant = values.allSatisfy { $0 == values[0] }
        matrix = Tensor<Double>(stacking: columns.map { Tensor($0) }, axis: 1)
        let divided: [Tensor<Double>] = zip(columns, exponents).map { Tensor(Self.divided($0, by: $1)) }
        scaled = Tensor<Double>(stacking: divided, axis: 1)
        target = Tensor(Self.divided(values, by: targetExponent))
    }

    var rowCount: Int { target.count }

    private static func exponent(of column: [Double]) -> Int {
        let greatest: Double = column.reduce(0) { max($0, abs($1)) }
        return greatest > 0 ? Int(greatest.exponent) : 0
    }

    private static func divided(_ column: [Double], by exponent: Int) -> [Double] {
        column.map { Double(sign: .plus, exponent: -exponent, significand: $0) }
    }

    /// Returns the coefficient of the original column `index`, given `value`, the coefficient of the divided column.
    ///
    /// - Throws: `LinearRegressionError` if the result overflows, or underflows and loses bits.
    func coefficient(_ value: Double, _ index: Int) throws(LinearRegressionError) -> Double {
        try restored(value, targetExponent - exponents[index], "the coefficient of '\(names[index])'")
    }

    /// Returns a length in units of the original target, given `value`, the length in units of the divided target.
    ///
    /// - Throws: `LinearRegressionError` if the result overflows, or underflows and loses bits.
    func length(_ value: Double) throws(LinearRegressionError) -> Double {
        try restored(value, targetExponent, "the residual standard deviation")
    }

    /// Returns `value · 2^exponent`; the errors contain the text `quantity`.
    ///
    /// - Throws: `LinearRegressionError` if the result overflows, or underflows and loses bits.
    private func restored(_ value: Double, _ exponent: Int, _ quantity: String) throws(LinearRegressionError) -> Double
    {
        let result = Double(sign: .plus, exponent: exponent, significand: value)
        if value == 0 || value.isNaN || result.isNormal { return result }
        throw .outOfRange(file: file, quantity: quantity)
    }

    /// Returns the factor that converts a coefficient of a dependence between divided columns to the coefficient of the
    /// same dependence between original columns. `first` is the dependent column, and `second` is the column of the
    /// coefficient.
    func ratio(_ first: Int, _ second: Int) -> Double {
        Double(sign: .plus, exponent: exponents[first] - exponents[second], significand: 1)
    }
}
