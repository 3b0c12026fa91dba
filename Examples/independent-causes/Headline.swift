import Statistics
import Tensors

/// The first lines of a report: the rows and the events.
struct Headline {
    let text: String

    init(_ prepared: PreparedData) {
        let data: RegressionData = prepared.data
        let persons: Double = (data.trials * data.weights).sum().scalar
        let events: Double = (data.outcome * data.weights).sum().scalar
        var lines: [String] = prepared.note.map { [$0] } ?? []
        lines.append(
            "\(Numbers.count(events)) events (\(prepared.outcome)) among \(Numbers.count(persons)) in "
                + "\(data.rowCount) \(data.rowCount == 1 ? "row" : "rows")"
                + (data.groups.map { ", \(Set($0).count) groups" } ?? ""))
        if prepared.droppedCount > 0 {
            let count: Int = prepared.droppedCount
            lines.append(
                "\(count) \(count == 1 ? "row with missing cells is" : "rows with missing cells are") left out")
        }
        text = lines.joined(separator: "\n")
    }
}
