import Statistics
import Tensors

/// How the values of a column become the numbers of a predictor.
struct PredictorCoding: Codable, Hashable {
    /// The kinds of predictors.
    enum Kind: Codable, Hashable {
        /// 1 for yes, 0 for no.
        case yesNo
        /// The numbers of the column.
        case count
        /// 1 for this level of a category, 0 for the other levels. `levels` lists all levels of the fit.
        case level(String, levels: [String])
        /// The product of two other predictors.
        case product(String, String)
    }

    /// The name of the predictor.
    let name: String
    /// The column; empty for a product.
    let column: String
    let kind: Kind

    /// Returns the predictor's numbers for the rows of a table; NaN for a missing value. Products are not columns: see
    /// `matrix`.
    ///
    /// - Throws: `TableError` if the column does not exist or has other values than in the fit.
    private func numbers(_ table: Table) throws(TableError) -> Tensor<Double> {
        let column: Column = try table.column(named: self.column)
        switch kind {
        case .yesNo: return try column.zeroOne().numbers
        case .count: return try column.numbers
        case .level(let level, let levels):
            let texts: [String?] = column.texts
            if let row = texts.firstIndex(where: { $0.map { !levels.contains($0) } ?? false }) {
                throw TableError(
                    row: row + 1, column: column.name, fault: .unexpectedValue(texts[row] ?? "", expected: levels))
            }
            let indicators: [Double] = texts.map { text in text.map { $0 == level ? 1 : 0 } ?? .nan }
            return Tensor(indicators)
        case .product: return Tensor<Double>(zeros: [0])
        }
    }

    /// Whether every product is that of two predictors before it, and no name occurs twice.
    static func areConsistent(_ codings: [PredictorCoding]) -> Bool {
        var names: Set<String> = []
        return codings.allSatisfy { coding in
            if case .product(let first, let second) = coding.kind, !names.isSuperset(of: [first, second]) {
                return false
            }
            return names.insert(coding.name).inserted
        }
    }

    /// Returns the predictors as a matrix `[rows, predictors]`. Missing values are NaN. The codings must be consistent.
    ///
    /// - Throws: `TableError` if a column does not exist or has other values than in the fit.
    static func matrix(_ codings: [PredictorCoding], _ table: Table) throws(TableError) -> Tensor<Double> {
        var columns: [String: Tensor<Double>] = [:]
        var ordered: [Tensor<Double>] = []
        for coding in codings {
            let numbers: Tensor<Double>
            if case .product(let first, let second) = coding.kind, let a = columns[first], let b = columns[second] {
                numbers = a * b
            } else {
                numbers = try coding.numbers(table)
            }
            columns[coding.name] = numbers
            ordered.append(numbers)
        }
        return ordered.isEmpty ? Tensor(zeros: [table.rowCount, 0]) : Tensor(stacking: ordered, axis: 1)
    }

    /// Returns the codings of a column of a cause: one for a yes/no column, one for each level but the reference for
    /// categories.
    static func cause(_ column: Column, reference: String?) throws(TableError) -> [PredictorCoding] {
        if reference == nil, (try? column.zeroOne()) != nil {
            return [PredictorCoding(name: column.name, column: column.name, kind: .yesNo)]
        }
        let levels: [String] = column.occurringLevels
        return try column.asCategories().indicators(reference: reference).map { indicator in
            let level = String(indicator.name.dropFirst(column.name.count + 1))
            return PredictorCoding(name: indicator.name, column: column.name, kind: .level(level, levels: levels))
        }
    }
}
