import Foundation
import Statistics
import Tensors

/// The rows of the table as the data of a regression.
struct PreparedData {
    let data: RegressionData
    let codings: [PredictorCoding]
    /// The names of the predictors that prevent the event.
    let preventive: Set<String>
    /// The name of the outcome's column.
    let outcome: String
    /// The column of the exposure.
    let exposure: String?
    /// The rows of the table that have no missing cells, counted from 0: the rows of `data`.
    let rows: [Int]
    /// The number of rows that were left out because of missing cells.
    let droppedCount: Int
    /// A sentence about simulated data, or nil.
    let note: String?
    /// Whether each row is later than the cut of a forecast; nil without a cut.
    let isLater: Tensor<Bool>?

    /// Reads the table. `cut` is a column and a number, such as `day=12`.
    init(_ flags: DataFlags, cut: String? = nil) throws {
        if flags.example {
            let example = SimulatedOutbreak()
            try self.init(
                example.table, flags, outcome: "ill", causes: example.causes,
                note: SimulatedOutbreak.note, cut: cut)
        } else {
            let table: Table = try flags.table.table(at: flags.file ?? "")
            try self.init(table, flags, outcome: flags.outcome ?? "", causes: flags.causes, note: nil, cut: cut)
        }
    }

    private init(
        _ table: Table, _ flags: DataFlags, outcome: String, causes: [String], note: String?, cut: String?
    ) throws {
        let causeNames: [String] = Self.names(causes, in: table)
        let countNames: [String] = Self.names(flags.counts, in: table)
        let preventive: [String] = Self.names(flags.preventive, in: table)
        if let twice = Self.repeated(causeNames + countNames) {
            throw UnusableInput(description: "--causes: '\(twice)' is named twice. Name each column once.")
        }
        if (causeNames + countNames).contains(outcome) {
            throw UnusableInput(description: "--causes: '\(outcome)' is the outcome. Leave it out.")
        }
        if let other = preventive.first(where: { !(causeNames + countNames).contains($0) }) {
            throw UnusableInput(
                description: "--preventive: '\(other)' is not a cause. Name it with --causes or --counts too.")
        }
        var codings: [PredictorCoding] = []
        let references: [String: String] = try Self.references(flags.reference, causeNames)
        for name in causeNames {
            codings += try PredictorCoding.cause(table.column(named: name), reference: references[name])
        }
        for name in countNames {
            _ = try table.column(named: name).numbers
            codings.append(PredictorCoding(name: name, column: name, kind: .count))
        }
        codings += try Self.products(flags.products, codings)
        if let twice = Self.repeated(codings.map(\.name)) {
            throw UnusableInput(description: "two causes are called '\(twice)'. Give the columns other names.")
        }
        let numbers = try Self.numbers(table, flags, outcome)
        var predictors: Tensor<Double> = try PredictorCoding.matrix(codings, table)
        if flags.missing == .absent { predictors = select(predictors.isNaN(), Tensor(0), predictors) }
        let complete: [Int] = Self.completeRows(predictors, numbers)
        if complete.isEmpty {
            throw UnusableInput(
                description:
                    "no row has a value in all of the named columns. Check the columns, or add --missing absent.")
        }
        let places = Tensor<Int>(complete)
        func kept(_ column: Tensor<Double>?) -> Tensor<Double>? { column?.gathered(at: places) }
        do {
            data = try RegressionData(
                predictors: predictors.gathered(at: places), names: codings.map(\.name),
                outcome: numbers.outcome.gathered(at: places), trials: kept(numbers.trials),
                exposure: kept(numbers.exposure), weights: kept(numbers.weights),
                groups: numbers.groups.map { groups in complete.map { groups[$0] } })
        } catch { throw error.amongRows(complete) }
        (self.codings, rows) = (codings, complete)
        self.preventive = Set(codings.filter { preventive.contains($0.column) }.map(\.name))
        (self.outcome, exposure, self.note) = (outcome, flags.exposure, note)
        isLater = try cut.map { cut in
            let parts: [Substring] = cut.split(separator: "=", maxSplits: 1)
            let values: Tensor<Double> = try table.column(named: String(parts[0])).numbers.gathered(at: places)
            return values .> (Double(parts[1]) ?? .nan)
        }
        droppedCount = table.rowCount - complete.count
    }

    /// Fits a model. An error names the row of the table, and not that of `data`.
    func fit<Model: RiskModel>(_ model: Model) throws(RegressionError) -> Model.Fit {
        do { return try model.fit(data) } catch { throw error.amongRows(rows) }
    }

    /// The columns of the table that are not predictors.
    private struct Columns {
        let outcome: Tensor<Double>
        let trials, exposure, weights: Tensor<Double>?
        let groups: [Int]?
        let isGroupMissing: [Bool]
    }

    private static func numbers(_ table: Table, _ flags: DataFlags, _ outcome: String) throws -> Columns {
        func column(_ name: String?) throws -> Tensor<Double>? { try name.map { try table.column(named: $0).numbers } }
        let result: Column = try table.column(named: outcome)
        let events: Tensor<Double> =
            flags.trials != nil
            ? try result.numbers
            : try flags.event.map { try result.zeroOne(one: $0).numbers } ?? result.zeroOne().numbers
        let groups: Column? = try flags.groups.map { try table.column(named: $0).asCategories() }
        let codes: [Int]? = try groups.map { try $0.categories.codes.scalars.map { Int($0) } }
        return Columns(
            outcome: events, trials: try column(flags.trials), exposure: try column(flags.exposure),
            weights: try column(flags.weights), groups: codes, isGroupMissing: codes?.map { $0 < 0 } ?? [])
    }

    private static func completeRows(_ predictors: Tensor<Double>, _ numbers: Columns) -> [Int] {
        var isMissing: Tensor<Bool> = predictors.isNaN().any(axes: [1])
        for column in [numbers.outcome, numbers.trials, numbers.exposure, numbers.weights] {
            if let column { isMissing = isMissing .|| column.isNaN() }
        }
        let flags: [Bool] = isMissing.scalars
        return flags.indices.filter { !flags[$0] && !(numbers.groups != nil && numbers.isGroupMissing[$0]) }
    }

    /// Returns the names of columns in arguments that may contain several names, separated by commas. An argument that
    /// is a column's name is not split.
    private static func names(_ arguments: [String], in table: Table) -> [String] {
        arguments.flatMap { argument in
            table.hasColumn(named: argument)
                ? [argument] : argument.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    private static func repeated(_ names: [String]) -> String? {
        var seen: Set<String> = []
        return names.first { !seen.insert($0).inserted }
    }

    private static func references(_ pairs: [String], _ names: [String]) throws -> [String: String] {
        var references: [String: String] = [:]
        for pair in pairs {
            let parts: [Substring] = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, names.contains(String(parts[0])) else {
                throw UnusableInput(
                    description: "--reference: '\(pair)' does not name a column of --causes. Write it as sex=F.")
            }
            references[String(parts[0])] = String(parts[1])
        }
        return references
    }

    private static func products(_ pairs: [String], _ codings: [PredictorCoding]) throws -> [PredictorCoding] {
        try pairs.map { pair in
            let parts: [String] = pair.split(separator: ":").map(String.init)
            for part in parts where !codings.contains(where: { $0.name == part }) {
                throw UnusableInput(
                    description: "--products: '\(part)' is not a cause. Take two of: "
                        + codings.map(\.name).joined(separator: ", ") + ".")
            }
            return PredictorCoding(name: pair, column: "", kind: .product(parts[0], parts[1]))
        }
    }
}

extension PreparedData {
    /// The data with the logarithm of the exposure as one more predictor, if there is an exposure.
    ///
    /// - Throws: `RegressionError.noExposure` if an exposure is 0.
    var dataWithLogExposure: RegressionData {
        get throws {
            guard exposure != nil else { return data }
            if let row = data.exposure.scalars.firstIndex(of: 0) { throw RegressionError.noExposure(row: row) }
            return try RegressionData(
                predictors: Tensor(
                    concatenating: [data.predictors, data.exposure.log().expandingShape(at: 1)], axis: 1),
                names: data.names + ["log exposure"], outcome: data.outcome, trials: data.trials,
                exposure: data.exposure, weights: data.weights, groups: data.groups)
        }
    }
}
