import Foundation

/// The text of a progress bar at one moment, for a terminal of any width.
package struct ProgressLine {
    package var label: String
    package var samples, total: Int
    package var unit: String
    package var loss, accuracy: Double?
    /// The speed in samples per second.
    package var rate: Double

    package init(
        label: String, samples: Int, total: Int, unit: String, loss: Double?, accuracy: Double?, rate: Double
    ) {
        (self.label, self.samples, self.total, self.unit) = (label, samples, total, unit)
        (self.loss, self.accuracy, self.rate) = (loss, accuracy, rate)
    }

    private static let barWidths: ClosedRange<Int> = 8 ... 24

    /// Returns the line. It has at most `width` − 1 characters, because some terminals start a new line after the last
    /// column.
    ///
    /// In a narrow terminal, the parts with the least priority are left out. The priority falls in this order:
    /// percentage, label, time left, loss, bar, count, accuracy, speed. The bar has 8 to 24 characters and uses the
    /// width that the other parts leave. If not even the percentage fits, the line is empty.
    package func text(width: Int) -> String {
        let room: Int = width - 1
        var fields: Set<Field> = []
        for field in Field.byImportance where text(of: fields.union([field])).count <= room { fields.insert(field) }
        guard fields.contains(.percentage) else {
            let shortest = "\(percentage)%"
            return shortest.count <= room ? shortest : ""
        }
        var barWidth: Int = Self.barWidths.lowerBound
        let spare: Int = room - text(of: fields).count
        if fields.contains(.bar) { barWidth = min(barWidth + spare, Self.barWidths.upperBound) }
        return text(of: fields, barWidth: barWidth)
    }

    private enum Field: CaseIterable {
        case label, bar, percentage, count, loss, accuracy, rate, timeLeft

        static let byImportance: [Field] = [.percentage, .label, .timeLeft, .loss, .bar, .count, .accuracy, .rate]
    }

    private func text(of fields: Set<Field>, barWidth: Int = barWidths.lowerBound) -> String {
        let parts: [String] = Field.allCases.filter(fields.contains).compactMap { text(of: $0, barWidth: barWidth) }
        return parts.joined(separator: "  ")
    }

    private func text(of field: Field, barWidth: Int) -> String? {
        switch field {
        case .label: return label
        case .bar:
            let filled = Int(fraction * Double(barWidth))
            return String(repeating: "█", count: filled) + String(repeating: "░", count: barWidth - filled)
        case .percentage: return "\(percentage) %".leftPadded(to: 5)
        case .count:
            let whole = "\(total)"
            return "\(samples)".leftPadded(to: whole.count) + "/\(whole) \(unit)"
        case .loss: return loss.map { "loss " + Self.short($0) }
        case .accuracy: return accuracy.map { String(format: "accuracy %.1f %%", 100 * $0.printable) }
        case .rate: return "\(Self.whole(rate)) \(unit)/s"
        case .timeLeft:
            let seconds: Double = Double(total - samples) / max(rate, 1e-9)
            return "\(Self.duration(seconds)) left"
        }
    }

    private var fraction: Double { min(1, max(0, Double(samples) / Double(max(1, total)))) }

    private var percentage: Int { Int(100 * fraction) }

    private static func short(_ value: Double) -> String {
        String(format: abs(value) < 1e4 ? "%.4f" : "%.3g", value.printable)
    }

    /// Returns a number without its fraction. A number from 10⁷ on has two digits and an exponent.
    private static func whole(_ value: Double) -> String { String(format: value < 1e7 ? "%.0f" : "%.2g", value) }

    private static func duration(_ seconds: Double) -> String {
        let seconds: Double = seconds.rounded(.up)
        switch seconds {
        case ..<100: return "\(whole(seconds)) s".leftPadded(to: 4)
        case ..<6000: return "\(whole(seconds / 60)) min"
        default: return "\(whole(seconds / 3600)) h"
        }
    }
}

extension String {
    fileprivate func leftPadded(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
