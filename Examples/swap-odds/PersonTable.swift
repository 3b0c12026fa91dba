import Statistics

/// A table with a row for each person. Some of its columns have a role; all others are ignored.
struct PersonTable {
    let table: Table
    /// The name of the column with the outcome.
    var outcome: String
    /// The value of the outcome that makes a person a case; `nil` for a value that means yes.
    var event: String?
    /// The value of an exposed person; `nil` for a value that means yes, or for every level except `control`.
    var exposed: String?
    /// The value of a control; `nil` for a value that means no, for all values except `exposed`, or for the first level.
    var control: String?

    /// Returns the comparisons of an exposure: one if the exposure has two groups, otherwise one for each level except
    /// the level of the controls. Persons whose outcome or exposure is missing are left out and counted.
    ///
    /// - Throws: `TableError` if a column does not exist, if no person has one of the given values, or if the values
    ///   do not tell cases from noncases.
    func comparisons(of exposure: String) throws(TableError) -> [Comparison] {
        if table.rowCount == 0 { throw table.error(.noRows) }
        let isCase: [Double] = try cases.numbers.scalars
        let column: Column = try table.column(named: exposure)
        let texts: [String?] = column.texts
        if let exposed {
            let isExposed: [Double] = try column.zeroOne(one: exposed).numbers.scalars
            guard let control else {
                return [comparison(isCase, isExposed, "\(exposure) = \(exposed)", "\(exposure) other than \(exposed)")]
            }
            _ = try column.zeroOne(one: control)
            return [comparison(exposure, of: exposed, against: control, texts, isCase)]
        }
        if control == nil, let pair = try? column.zeroOne() {
            let isExposed: [Double] = try pair.numbers.scalars
            let names: [String] = [1, 0].map { value in
                let row: Int? = isExposed.firstIndex(of: value)
                return "\(exposure) = \(row.flatMap { texts[$0] } ?? (value == 1 ? "yes" : "no"))"
            }
            return [comparison(isCase, isExposed, names[0], names[1])]
        }
        if let control {
            _ = try column.zeroOne(one: control)
        } else if column.type != .category {
            throw column.error(
                .unsuitable(
                    "the values do not say who is exposed. Name the value of the exposed with --exposed, or make each "
                        + "value a group with --category \(exposure)."))
        }
        let levels: [String] = column.occurringLevels
        let reference: String = control ?? levels[0]
        return levels.filter { $0 != reference }.map {
            comparison(exposure, of: $0, against: reference, texts, isCase)
        }
    }

    /// The outcome as 1 for a case and 0 for a noncase.
    private var cases: Column {
        get throws(TableError) {
            let column: Column = try table.column(named: outcome)
            if let event { return try column.zeroOne(one: event) }
            do { return try column.zeroOne() } catch {
                throw TableError(
                    file: error.file, line: error.line, column: error.column,
                    fault: .unsuitable(
                        "the values do not say who is a case. Name the value of a case with --event, or give other "
                            + "values as --missing-word."))
            }
        }
    }

    /// Compares the persons with one value of the exposure with the persons with another value.
    private func comparison(
        _ exposure: String, of exposed: String, against control: String, _ texts: [String?], _ isCase: [Double]
    ) -> Comparison {
        let isExposed: [Double?] = texts.map { text in
            guard let text else { return .nan }
            return text == exposed ? 1 : text == control ? 0 : nil
        }
        return comparison(isCase, isExposed, "\(exposure) = \(exposed)", "\(exposure) = \(control)")
    }

    /// Counts the persons. `isCase` and `isExposed` are 1 or 0, or NaN for a missing value; a person for whom
    /// `isExposed` is `nil` belongs to neither group.
    private func comparison(
        _ isCase: [Double], _ isExposed: [Double?], _ exposed: String, _ control: String
    ) -> Comparison {
        var (cells, missingCount): ([[Int]], Int) = ([[0, 0], [0, 0]], 0)
        for (isCase, isExposed) in zip(isCase, isExposed) {
            guard let isExposed else { continue }
            if isCase.isNaN || isExposed.isNaN {
                missingCount += 1
            } else {
                cells[Int(isExposed)][Int(isCase)] += 1
            }
        }
        let counts = ContingencyTable(
            exposedCases: cells[1][1], exposedNoncases: cells[1][0], controlCases: cells[0][1],
            controlNoncases: cells[0][0])
        let name: String = event.map { "\(outcome) = \($0)" } ?? outcome
        return Comparison(
            outcome: name, exposed: exposed, control: control, figures: .counts(counts), missingCount: missingCount)
    }
}
