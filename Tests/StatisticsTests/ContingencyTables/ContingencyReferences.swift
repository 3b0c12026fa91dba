import Foundation

/// The contents of Tests/References/contingency.json: 2 × 2 tables with SciPy's ratios and intervals, and normal
/// quantiles.
struct ContingencyReferences: Decodable, Sendable {
    struct Case: Decodable, Sendable {
        let table: [[Int]]
        let oddsRatio: Double
        /// The ends of Woolf's interval for each confidence level.
        let woolf: [[Double]]
        let relativeRisk: Double
        /// The ends of Katz's interval for each confidence level. The array is empty if a row of the table contains no
        /// samples.
        let katz: [[Double]]
        let conditional: Conditional
    }

    struct Conditional: Decodable, Sendable {
        struct Interval: Decodable, Sendable {
            let level: Double
            let scipy, exact: [Double]
        }
        let statistic, exactStatistic: Double
        let intervals: [Interval]
    }

    struct LargeCase: Decodable, Sendable {
        let table: [[Int]]
        let level, exactStatistic: Double
        let exact: [Double]
    }

    struct Quantile: Decodable, Sendable {
        let p, z: Double
    }

    let levels: [Double]
    let tables: [Case]
    let largeTables: [LargeCase]
    let quantiles: [Quantile]

    static let all: ContingencyReferences = {
        let file: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("References/contingency.json")
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        do {
            return try decoder.decode(ContingencyReferences.self, from: Data(contentsOf: file))
        } catch {
            fatalError("cannot read \(file.path): \(error)")
        }
    }()
}
