import Statistics

/// What the reader of a fit must know: what the data cannot tell.
struct Remarks {
    let sentences: [String]

    init(_ fitted: FittedModel, _ prepared: PreparedData) {
        switch fitted {
        case .causes(let fit): sentences = fit.findings.map(\.description)
        case .linear(let fit):
            var sentences: [String] = fit.separated.map {
                "outcomes are separated by '\($0)': its coefficient is infinite, and has no interval."
            }
            if !fit.certainRows.isEmpty {
                sentences.append(
                    "\(fit.certainRows.count) rows have the fitted risk 1, so no standard error exists.")
            }
            self.sentences = sentences
        }
    }
}
