import Foundation
import Tensors

/// The likelihood of a model of independent causes as a `RegressionProblem`.
///
/// The coefficients are the background risk, if the model has one, then the rates of the causes, then the rates of the
/// preventive causes.
struct CausesProblem: Sendable {
    /// The largest number of Newton steps.
    static let stepLimit = 500
    /// The position of each predictor's coefficient, in the order of the predictors.
    let places: [Int]
    /// The position of the coefficient of the background risk.
    let background: Int?
    /// The coefficients whose estimate is ∞, because every row that they affect has only events (or, for a preventive
    /// cause, no events).
    let certain: Set<Int>
    /// The coefficients that no row determines: their column is 0 in every row, or their rows have the risk 1 (or 0)
    /// anyway.
    let undetermined: Set<Int>
    /// The first row whose event nothing can explain, or nil.
    let impossibleEvent: Int?
    private let problem: RegressionProblem
    private let rows: RowOutcomes
    /// 0 in the rows whose event is prevented for certain, 1 elsewhere.
    private let openRows: Tensor<Double>
    private let start: [Double]

    /// Creates the problem. The coefficient `released` stays finite, whatever the data says.
    init(_ model: IndependentCauses, _ data: RegressionData, releasing released: Int? = nil) {
        let columns = CausesColumns(model, data)
        (places, background) = (columns.places, columns.background)
        let states = CertainCauses(columns, data, releasing: released)
        (certain, undetermined) = (states.certain, states.undetermined)
        openRows = states.openRows
        let outcomes = RowOutcomes(data.weighted(data.weights * openRows))
        var problem = RegressionProblem(
            blocks: columns.blocks, loss: CausesLoss(rows: outcomes), isBounded: true)
        if !states.certainRows.isEmpty { problem.offset = states.offset }
        let scales: [Double] = columns.rootMeanSquares(data.weights)
        if model.penalty > 0 {
            for coefficient in problem.linear.indices where coefficient != columns.background {
                problem.linear[coefficient] = model.penalty * scales[coefficient]
            }
        }
        (self.problem, rows) = (problem, outcomes)
        let risk: Double =
            (data.outcome * data.weights).sum().scalar / (data.trials * data.weights).sum().scalar
        let rate: Double = -log1p(-min(max(risk, 1e-6), 0.95))
        let held: Set<Int> = states.certain.union(states.undetermined)
        let count: Double = Double(max(1, scales.count - held.count))
        start = scales.indices.map { held.contains($0) ? 0 : rate / (count * scales[$0]) }
        impossibleEvent = outcomes.firstEvent(withoutRisk: problem.predictors(start)[0])
    }

    /// Returns the minimum of the loss, or nil if a row with an event would have no risk.
    ///
    /// - Parameters:
    ///   - fixed: The values of coefficients that the search does not change.
    ///   - near: Coefficients near the minimum; nil for none.
    func minimum(fixed: [Int: Double] = [:], near: [Double]? = nil) -> RegressionOptimum? {
        let held: Set<Int> = certain.union(undetermined).union(fixed.keys)
        let isConvex: Bool = problem.blocks.count == 1
        // The start lies inside the bounds, so that each row with an event has some risk.
        let starts: [[Double]] =
            near.map { near in [start.indices.map { near[$0] + 1e-3 * start[$0] }] }
            ?? (isConvex ? [roughStart(held) ?? start] : [start, withPrevention(0.01), withPrevention(3)])
        var best: RegressionOptimum?
        for start in starts {
            var point: [Double] = start
            for coefficient in held { point[coefficient] = fixed[coefficient] ?? 0 }
            if problem.loss.loss(problem.predictors(point)) == .infinity { continue }
            let optimum: RegressionOptimum = problem.minimum(from: point, fixed: held, limit: Self.stepLimit)
            if best.map({ optimum.value < $0.value }) ?? true { best = optimum }
        }
        return best
    }

    /// Returns the columns of the background and the causes: `[rowCount, p]`.
    func causes(rowCount: Int) -> Tensor<Double> { problem.blocks[0][..<rowCount] }

    /// Returns the risks of the rows at an optimum: (1 − e^(−s))·e^(−u), and 0 where a preventive cause is certain.
    func risks(_ optimum: RegressionOptimum) -> Tensor<Double> {
        var risks: Tensor<Double> = -(-optimum.predictors[0]).expm1()
        if optimum.predictors.count == 2 { risks = risks * (-optimum.predictors[1]).exp() * openRows }
        return risks
    }

    /// The least number of rows for which a fit to some of the rows gives a better start.
    private static let manyRows = 20_000

    /// Returns a start near the minimum of the loss of every sixteenth row, or nil for few rows. A few Newton steps with
    /// all rows then suffice.
    private func roughStart(_ held: Set<Int>) -> [Double]? {
        let block: Tensor<Double> = problem.blocks[0]
        if block.shape[0] < Self.manyRows || problem.offset != nil { return nil }
        let chosen = Tensor<Int>(Array(stride(from: 0, to: block.shape[0], by: 16)))
        var sample = RegressionProblem(
            blocks: [block.gathered(at: chosen)], loss: CausesLoss(rows: rows.selecting(chosen)), isBounded: true)
        sample.linear = problem.linear.map { $0 / 16 }
        var point: [Double] = start
        for coefficient in held { point[coefficient] = 0 }
        // The sample may have only events where a cause is present, so that its minimum is infinite.
        let optimum: RegressionOptimum = sample.minimum(from: point, fixed: held, limit: 12)
        return zip(optimum.coefficients, start).map { min($0, 10) + 1e-3 * $1 }
    }

    /// Returns the start with the rates of the preventive causes multiplied by a factor.
    private func withPrevention(_ factor: Double) -> [Double] {
        let count: Int = problem.blocks[0].shape[1]
        return start.indices.map { $0 < count ? start[$0] : factor * start[$0] }
    }
}

/// The columns of a model of independent causes: the exposure times the counts, and the counts of preventive causes.
struct CausesColumns {
    /// The causes with the background first, `[N, p]`, and the preventive causes, `[N, q]`, if there are any.
    let blocks: [Tensor<Double>]
    let places: [Int]
    let background: Int?

    init(_ model: IndependentCauses, _ data: RegressionData) {
        self.init(model, data.names, data.predictors, data.exposure)
    }

    init(
        _ model: IndependentCauses, _ names: [String], _ predictors: Tensor<Double>, _ exposure: Tensor<Double>
    ) {
        let isPreventive: [Bool] = names.map { model.preventive.contains($0) }
        let causes: [Int] = names.indices.filter { !isPreventive[$0] }
        let preventive: [Int] = names.indices.filter { isPreventive[$0] }
        var parts: [Tensor<Double>] = model.hasBackground ? [Tensor(ones: [predictors.shape[0], 1])] : []
        parts.append(
            preventive.isEmpty ? predictors : predictors.gathered(at: Tensor(causes), axis: 1))
        let active: Tensor<Double> =
            (parts.count == 1 ? parts[0] : Tensor(concatenating: parts, axis: 1)) * exposure.expandingShape(at: 1)
        blocks =
            preventive.isEmpty
            ? [active] : [active, predictors.gathered(at: Tensor(preventive), axis: 1).contiguous()]
        background = model.hasBackground ? 0 : nil
        let shift: Int = model.hasBackground ? 1 : 0
        var places: [Int] = .init(repeating: 0, count: names.count)
        for (place, name) in causes.enumerated() { places[name] = shift + place }
        for (place, name) in preventive.enumerated() { places[name] = shift + causes.count + place }
        self.places = places
    }

    /// The root of the weighted mean square of each column.
    func rootMeanSquares(_ weights: Tensor<Double>) -> [Double] {
        let total: Double = weights.sum().scalar
        return blocks.flatMap { block in
            (matmul(weights, block.squared()) / total).squareRoot().scalars
        }
    }
}

/// The coefficients whose estimates are ∞, and the rows that they decide.
struct CertainCauses {
    private(set) var certain: Set<Int> = []
    private(set) var undetermined: Set<Int> = []
    /// The rows whose risk without prevention is 1.
    private(set) var certainRows: Set<Int> = []
    /// The rows whose event is prevented for certain.
    private var preventedRows: Set<Int> = []
    private let rowCount: Int

    init(_ columns: CausesColumns, _ data: RegressionData, releasing released: Int?) {
        rowCount = data.rowCount
        let (events, trials, weights) = (data.outcome.scalars, data.trials.scalars, data.weights.scalars)
        let counted: [Int] = weights.indices.filter { weights[$0] > 0 && trials[$0] > 0 }
        let first: Int = columns.blocks[0].shape[1]
        // Decides the preventive causes first: a row that is prevented for certain tells nothing about the causes.
        if columns.blocks.count == 2 {
            let block = Columns(columns.blocks[1])
            for column in 0 ..< block.count {
                let affected: [Int] = counted.filter { block[$0, column] > 0 }
                if affected.isEmpty { undetermined.insert(first + column) }
                if affected.isEmpty || first + column == released { continue }
                guard affected.allSatisfy({ events[$0] == 0 }) else { continue }
                certain.insert(first + column)
                preventedRows.formUnion(affected)
            }
        }
        let block = Columns(columns.blocks[0])
        let open: [Int] = counted.filter { !preventedRows.contains($0) }
        for column in 0 ..< block.count {
            let affected: [Int] = open.filter { block[$0, column] > 0 }
            if affected.isEmpty || column == released { continue }
            guard affected.allSatisfy({ events[$0] == trials[$0] }) else { continue }
            certain.insert(column)
            certainRows.formUnion(affected)
        }
        let undecided: [Int] = open.filter { !certainRows.contains($0) }
        for column in 0 ..< block.count where !certain.contains(column) {
            if undecided.allSatisfy({ block[$0, column] == 0 }) { undetermined.insert(column) }
        }
    }

    /// The offset of the first linear predictor: ∞ in the certain rows, 0 elsewhere.
    var offset: Tensor<Double> {
        Tensor((0 ..< rowCount).map { certainRows.contains($0) ? .infinity : 0 })
    }

    /// 0 in the rows whose event is prevented for certain, 1 elsewhere. The rates of the causes do not change the
    /// likelihood of the former.
    var openRows: Tensor<Double> {
        Tensor((0 ..< rowCount).map { preventedRows.contains($0) ? 0 : 1 })
    }

    /// The elements of a matrix by row and column.
    private struct Columns {
        private let elements: [Double]
        let count: Int

        init(_ matrix: Tensor<Double>) { (elements, count) = (matrix.scalars, matrix.shape[1]) }

        subscript(_ row: Int, _ column: Int) -> Double { elements[row * count + column] }
    }
}

extension RowOutcomes {
    /// Returns the first row with an event whose linear predictor is 0, or nil.
    func firstEvent(withoutRisk predictor: Tensor<Double>) -> Int? {
        withBuffers { events, _, weights in
            predictor.withUnsafeBuffer { s in
                s.indices.first { weights[$0] > 0 && events[$0] > 0 && !(s[$0] > 0) }
            }
        }
    }
}

extension RegressionData {
    /// Returns the data with one more row, which has events without any cause at the mean exposure. The mean is
    /// weighted.
    func addingEvents(_ count: Double) -> RegressionData {
        let mean: Double = (exposure * weights).sum().scalar / weights.sum().scalar
        func adding(_ number: Double, to column: Tensor<Double>) -> Tensor<Double> {
            Tensor(concatenating: [column, Tensor([number])])
        }
        let data = RegressionData(
            checked: names, Tensor(concatenating: [predictors, Tensor(zeros: [1, names.count])]),
            outcome: adding(count, to: outcome), trials: adding(count, to: trials), exposure: adding(mean, to: exposure)
        )
        return data.weighted(adding(1, to: weights))
    }
}
