import ArgumentParser
import Foundation
import Statistics
import TableCommand
import Tensors

/// Predicts the risks of the rows of a table with a saved fit.
struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Predict the risk of each row of a table with a saved fit.",
        discussion:
            "Prints a CSV table with the number of each row and its risk. A row with a missing cell has no risk.")

    @Argument(help: "The .json file that fit --output wrote.")
    var fit: String

    @Argument(help: "The CSV file; - is standard input.")
    var file: String

    @OptionGroup(title: "Reading the table") var reading: TableOptions

    @Option(help: "Write the table to this .csv or .json file instead of printing it.")
    var output: String?

    func run() throws {
        let target: OutputFile? = try output.map(OutputFile.init)
        let saved = try SavedFit(contentsOf: fit)
        let table: Table = try reading.table(at: file)
        let predictors: Tensor<Double> = try PredictorCoding.matrix(saved.predictors, table)
        let exposure: Tensor<Double>? = try saved.exposure.map { try table.column(named: $0).numbers }
        try Self.requireNonnegative(saved, predictors, exposure)
        // A missing cell makes the risk NaN, which the program writes as an empty field.
        let isMissing: Tensor<Bool> = predictors.isNaN().any(axes: [1])
        let filled: Tensor<Double> = select(predictors.isNaN(), Tensor(0), predictors)
        let risks: [Double] = select(isMissing, Tensor(.nan), saved.risk(filled, exposure: exposure)).scalars
        let result = Table([
            Column("row", risks.indices.map { Double($0 + 1) }), Column("risk", risks),
        ])
        guard let target else { return print(result.csvText(), terminator: "") }
        try target.write(json: try JSONEncoder().encode(risks.map { $0.isNaN ? nil : $0 }), table: result)
        print("\(target.path): the risks of \(risks.count) rows")
    }

    /// Throws if an exposure or the count of a cause is negative: the risk would not be a probability.
    private static func requireNonnegative(
        _ saved: SavedFit, _ predictors: Tensor<Double>, _ exposure: Tensor<Double>?
    ) throws(RegressionError) {
        var columns: [(name: String, values: Tensor<Double>)] = []
        if let exposure, let name = saved.exposure { columns.append((name, exposure)) }
        if saved.model == .causes {
            columns += saved.predictors.enumerated().map { ($1.name, predictors[.all, $0]) }
        }
        for (name, values) in columns {
            if let row = values.scalars.firstIndex(where: { $0 < 0 }) { throw .negative(column: name, row: row) }
        }
    }
}
