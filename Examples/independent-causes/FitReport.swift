import Statistics
import Tensors

/// The estimates of a fit with their intervals and tests.
struct FitReport {
    /// A cause, or a coefficient of a linear model, with its estimate.
    struct Line: Codable {
        let name: String
        /// The events and the persons with and without the cause. Nil for the background and the intercept.
        var attack: Attack?
        /// The probability of one unit of the cause, or the ratio e^β.
        let estimate: Double
        let lower, upper: Double
        /// The rate γ, or the coefficient β.
        let rate: Double
        let rateLower, rateUpper: Double
        let pValue: Double
        /// The percentile interval of the bootstrap, of the estimate.
        var bootstrap: [Double]?
    }

    /// The events and the persons with and without a cause.
    struct Attack: Codable {
        let events, persons, otherEvents, otherPersons: Double
    }

    let model: ModelKind
    let lines: [Line]
    let confidence: Double

    init(_ fitted: FittedModel, _ model: ModelKind, _ prepared: PreparedData, confidence: Double) {
        (self.model, self.confidence) = (model, confidence)
        let data: RegressionData = prepared.data
        switch fitted {
        case .causes(let fit):
            lines = fit.estimates.map { estimate in
                let interval: ConfidenceInterval = fit.interval(of: estimate.name, confidence: confidence)
                let ends: ConfidenceInterval = interval.ofProbability
                return Line(
                    name: estimate.name, attack: estimate.role == .background ? nil : Attack(estimate.name, data),
                    estimate: estimate.probability, lower: ends.lower, upper: ends.upper, rate: estimate.rate,
                    rateLower: interval.lower, rateUpper: interval.upper,
                    pValue: fit.likelihoodRatioTest(of: estimate.name).pValue)
            }
        case .linear(let fit):
            lines = fit.estimates.enumerated().map { place, estimate in
                let interval: ConfidenceInterval = estimate.interval(confidence: confidence)
                let ends: ConfidenceInterval = estimate.ratioInterval(confidence: confidence)
                return Line(
                    name: estimate.name, attack: place == 0 ? nil : Attack(estimate.name, data),
                    estimate: estimate.ratio, lower: ends.lower, upper: ends.upper, rate: estimate.coefficient,
                    rateLower: interval.lower, rateUpper: interval.upper, pValue: estimate.pValue)
            }
        }
    }

    /// The same report with the percentile intervals of the bootstrap.
    func adding(_ bootstrap: CausesBootstrap) -> FitReport {
        let lines: [Line] = lines.map { line in
            let interval: ConfidenceInterval =
                bootstrap.interval(of: line.name, confidence: confidence).ofProbability
            var copy: Line = line
            copy.bootstrap = [interval.lower, interval.upper]
            return copy
        }
        return FitReport(model: model, lines: lines, confidence: confidence)
    }

    private init(model: ModelKind, lines: [Line], confidence: Double) {
        (self.model, self.lines, self.confidence) = (model, lines, confidence)
    }

    /// The estimates as a table for the terminal.
    var table: String {
        let hasBootstrap: Bool = lines.contains { $0.bootstrap != nil }
        var header: [String] = [
            model == .causes ? "cause" : "predictor", "with", "without", model.ratioName,
            "\(Numbers.level(confidence)) interval", "p",
        ]
        if hasBootstrap { header.append("bootstrap") }
        var table = TextTable(header, rightAligned: Set(1 ..< header.count))
        for line in lines {
            let attack: Attack? = line.attack
            var row: [String] = [
                line.name, attack.map { "\(Numbers.count($0.events))/\(Numbers.count($0.persons))" } ?? "",
                attack.map { "\(Numbers.count($0.otherEvents))/\(Numbers.count($0.otherPersons))" } ?? "",
                Numbers.short(line.estimate),
                line.lower.isNaN ? "–" : "\(Numbers.short(line.lower)) to \(Numbers.short(line.upper))",
                Numbers.pValue(line.pValue),
            ]
            if hasBootstrap {
                row.append(line.bootstrap.map { "\(Numbers.short($0[0])) to \(Numbers.short($0[1]))" } ?? "")
            }
            table.add(row)
        }
        return table.description
    }

    /// The estimates as a table for a CSV file.
    var csvTable: Table {
        func column(_ name: String, _ number: (Line) -> Double?) -> Column {
            Column(name, lines.map { number($0) ?? .nan })
        }
        return Table([
            Column("name", lines.map(\.name)), column("events_with") { $0.attack?.events },
            column("persons_with") { $0.attack?.persons }, column("events_without") { $0.attack?.otherEvents },
            column("persons_without") { $0.attack?.otherPersons }, column("estimate", \.estimate),
            column("lower", \.lower), column("upper", \.upper), column("rate", \.rate),
            column("rate_lower", \.rateLower), column("rate_upper", \.rateUpper), column("p", \.pValue),
        ])
    }
}

extension FitReport.Attack {
    init(_ name: String, _ data: RegressionData) {
        let column: Int = data.names.firstIndex(of: name) ?? 0
        let isPresent: Tensor<Bool> = data.predictors[.all, column] .> 0
        let (persons, events): (Tensor<Double>, Tensor<Double>) = (
            data.trials * data.weights, data.outcome * data.weights
        )
        func sum(_ values: Tensor<Double>, _ isCounted: Tensor<Bool>) -> Double {
            select(isCounted, values, Tensor(0)).sum().scalar
        }
        self.init(
            events: sum(events, isPresent), persons: sum(persons, isPresent), otherEvents: sum(events, !isPresent),
            otherPersons: sum(persons, !isPresent))
    }
}
