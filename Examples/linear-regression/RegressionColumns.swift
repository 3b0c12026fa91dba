import Statistics
import Tensors

/// The columns of a regression: numbers without missing values.
struct RegressionColumns {
    /// What happens to a row in which a value is missing.
    enum Missing: String, CaseIterable {
        /// The row is left out and counted.
        case drop
        /// The row is an error.
        case error
    }

    /// The columns of a table that a regression uses, and how they become numbers.
    struct Choice {
        /// The name of the dependent column; `nil` for the first column.
        var dependent: String?
        /// The names of the other columns that are used; empty for all columns.
        var predictors: [String] = []
        /// The reference level of some columns of categories, by name. The reference level of other columns is their
        /// first level.
        var references: [String: String] = [:]
        /// The names of columns that are categories although some of their levels are numbers.
        var categories: Set<String> = []
        var missing = Missing.drop
    }

    /// The name of the table's file.
    let file: String
    let dependent: Column
    /// The numbers, and for each column of categories an indicator for each level except the reference.
    let predictors: [Column]
    /// The number of rows that are left out because a value is missing.
    let droppedCount: Int

    var rowCount: Int { dependent.count }

    /// Chooses the columns of a table.
    ///
    /// - Throws: `TableError` if a column or a level does not exist, if the dependent column has categories, if a column
    ///   has both numbers and other texts, or if no rows are left; `LinearRegressionError` if a column of categories has only
    ///   one level, or if a value is missing and `choice.missing` is `error`.
    init(_ table: Table, _ choice: Choice, file: String) throws {
        if table.rowCount == 0 { throw table.error(.noRows) }
        let dependent: String = choice.dependent ?? table.names[0]
        _ = try table.column(named: dependent)
        let names: [String] = choice.predictors.isEmpty ? table.names.filter { $0 != dependent } : choice.predictors
        for name in choice.references.keys.sorted() { _ = try table.column(named: name).categories }
        let used: [String] = [dependent] + names
        if choice.missing == .error {
            for name in used {
                let column: Column = try table.column(named: name)
                if let row = column.missing.scalars.firstIndex(of: true) { throw column.error(.missingValue, row: row) }
            }
        }
        let (complete, droppedCount) = try table.droppingMissing(in: used)
        guard complete.rowCount > 0 else { throw LinearRegressionError.noCompleteRow(file: file, columns: used) }
        (self.file, self.droppedCount) = (file, droppedCount)
        self.dependent = complete[dependent]
        _ = try self.dependent.numbers
        predictors = try names.flatMap { try Self.coded(complete[$0], choice, file) }
    }

    /// Returns a column of numbers as it is, and a column of categories as indicators.
    private static func coded(_ column: Column, _ choice: Choice, _ file: String) throws -> [Column] {
        guard case .categories = column.values else { return [column] }
        let levels: [String] = column.occurringLevels
        // Numbers among the levels show that another text is an error in a column of numbers.
        let isChosen: Bool = choice.categories.contains(column.name) || choice.references[column.name] != nil
        if !isChosen, levels.contains(where: { Double($0) != nil }) { _ = try column.numbers }
        guard levels.count > 1 else {
            throw LinearRegressionError.oneLevel(file: file, column: column.name, level: levels[0])
        }
        return try column.indicators(reference: choice.references[column.name])
    }
}
