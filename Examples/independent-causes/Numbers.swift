import Foundation
import Statistics

/// The texts of numbers in the program's tables.
enum Numbers {
    /// Returns a number with three significant digits, `∞` or `–` for NaN.
    static func short(_ number: Double) -> String {
        if number.isNaN { return "–" }
        if number.isInfinite { return number < 0 ? "−∞" : "∞" }
        if number == 0 { return "0" }
        let magnitude: Double = abs(number)
        if magnitude >= 1e5 || magnitude < 1e-4 { return String(format: "%.2e", number) }
        let digits: Int = max(0, 2 - Int(log10(magnitude).rounded(.down)))
        return String(format: "%.\(min(digits, 5))f", number)
    }

    /// Returns an interval such as `0.12 to 0.45`.
    static func interval(_ interval: ConfidenceInterval) -> String {
        interval.lower.isNaN || interval.upper.isNaN
            ? "–" : "\(short(interval.lower)) to \(short(interval.upper))"
    }

    /// Returns a p-value such as `0.032` or `< 0.001`.
    static func pValue(_ p: Double) -> String {
        p.isNaN ? "–" : p < 0.001 ? "< 0.001" : String(format: "%.3f", p)
    }

    /// Returns a percentage such as `43 %`.
    static func percent(_ fraction: Double) -> String {
        fraction.isNaN ? "–" : String(format: "%.1f %%", 100 * fraction)
    }

    /// Returns a confidence level such as `95 %`.
    static func level(_ confidence: Double) -> String { String(format: "%g %%", 100 * confidence) }

    /// Returns a number with four decimals, or ∞.
    static func decimals(_ number: Double) -> String {
        number.isFinite ? String(format: "%.4f", number) : short(number)
    }

    /// Returns a whole number without decimals, or another number with one decimal.
    static func count(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15
            ? String(format: "%.0f", number) : String(format: "%.1f", number)
    }
}
