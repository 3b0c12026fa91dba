import Tensors

extension IndependentCausesFit {
    /// Something that the data cannot tell about the causes.
    public enum Finding: Sendable, Hashable {
        /// The cause is absent from every row.
        case neverPresent(String)
        /// The cause is present in every row with the same hazard as the background, so that the data cannot
        /// distinguish them.
        case inEveryRow(String)
        /// Each of the causes is a linear combination of the others: only sums of their rates are determined.
        case neverApart([String])
        /// Every row with the cause has only events: the estimate of its probability is 1.
        case onlyEvents(String)
        /// No row with the preventive cause has an event: the estimate of its probability is 1.
        case noEvents(String)
        /// All rows with the cause have the risk 1 (or 0) for another reason, so its rate is not determined.
        case hidden(String)
        /// The likelihood is flat around the estimates of these causes, although their columns are independent.
        case flat([String])
    }
}

extension IndependentCausesFit.Finding: CustomStringConvertible {
    /// A sentence that names the causes.
    public var description: String {
        switch self {
        case .neverPresent(let name): "'\(name)' is absent from every row: its effect is unknown."
        case .inEveryRow(let name): "'\(name)' is in every row: its effect cannot be told from the background risk."
        case .neverApart(let names):
            "\(Self.list(names)) never occur apart: only a sum of their effects is determined."
        case .onlyEvents(let name):
            "every row with '\(name)' has the event: its estimated probability is 1; see the lower end of the interval."
        case .noEvents(let name):
            "no row with '\(name)' has the event: its estimated effect is complete prevention."
        case .hidden(let name): "'\(name)' occurs only in rows that other causes decide: its effect is unknown."
        case .flat(let names): "the data does not determine the effects of \(Self.list(names)) separately."
        }
    }

    private static func list(_ names: [String]) -> String {
        let quoted: [String] = names.map { "'\($0)'" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
        return quoted.dropLast().joined(separator: ", ") + " and " + last
    }

    /// Returns the findings about a fit.
    static func all(
        _ model: IndependentCauses, _ data: RegressionData, _ problem: CausesProblem, _ optimum: RegressionOptimum
    ) -> [Self] {
        var findings: [Self] = []
        var unclear: Set<Int> = []
        for (column, (name, place)) in zip(data.names, problem.places).enumerated() {
            if problem.certain.contains(place) {
                findings.append(model.preventive.contains(name) ? .noEvents(name) : .onlyEvents(name))
            }
            guard problem.undetermined.contains(place) else { continue }
            unclear.insert(place)
            let present: Tensor<Double> = data.predictors[.all, column] * data.exposure * data.weights
            findings.append(present.max().scalar == 0 ? .neverPresent(name) : .hidden(name))
        }
        if let place = problem.background, problem.certain.contains(place) {
            findings.append(.onlyEvents(IndependentCausesFit.backgroundName))
        }
        let dependences: [Self] = dependences(model, data, unclear, problem)
        findings += dependences
        if dependences.isEmpty { findings += flat(data, problem, optimum) }
        return findings
    }

    private static func dependences(
        _ model: IndependentCauses, _ data: RegressionData, _ unclear: Set<Int>, _ problem: CausesProblem
    ) -> [Self] {
        var names: [String] = problem.background == nil ? [] : [IndependentCausesFit.backgroundName]
        names += data.names.filter { !model.preventive.contains($0) }
        let kept: [Int] = names.indices.filter { !unclear.contains($0) }
        let columns: Tensor<Double> = problem.causes(rowCount: data.rowCount)
        let matrix: Tensor<Double> =
            unclear.isEmpty ? columns : columns.gathered(at: Tensor(kept), axis: 1).contiguous()
        guard let dependent = try? dependentPredictors(matrix, weights: data.weights) else { return [] }
        return dependent.map { dependence in
            let members: [Int] = (dependence.terms.map(\.column) + [dependence.column]).map { kept[$0] }
            let others: [Int] = members.filter { $0 != problem.background }
            return members.count == 2 && others.count == 1
                ? .inEveryRow(names[others[0]]) : .neverApart(members.map { names[$0] })
        }
    }

    /// Returns the causes with positive rates between which the likelihood is flat.
    private static func flat(
        _ data: RegressionData, _ problem: CausesProblem, _ optimum: RegressionOptimum
    ) -> [Self] {
        let free: [Int] = optimum.coefficients.indices.filter { optimum.coefficients[$0] > 0 }
        if free.isEmpty || optimum.hessian.inverse(for: free) != nil { return [] }
        let names: [String] = free.map { place in
            problem.places.firstIndex(of: place).map { data.names[$0] } ?? IndependentCausesFit.backgroundName
        }
        return [.flat(names)]
    }
}
