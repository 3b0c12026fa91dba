import Foundation
import Tensors

/// The held-out log loss of a model of independent causes at several penalties.
public struct PenaltyChoice: Sendable, Hashable {
    /// The penalties in descending order, 0 last.
    public let penalties: [Double]
    /// The held-out log loss at each penalty.
    public let logLosses: [Double]
    /// The penalty with the least held-out log loss; of equal ones the greatest.
    public let best: Double
}

extension IndependentCauses {
    /// Returns the penalty with the least cross-validated log loss, among 0 and 20 penalties in geometric order. At the
    /// greatest of these, all rates but the background are 0; the least is a thousandth of it.
    ///
    /// - Parameters:
    ///   - data: The rows.
    ///   - folds: The rows of each fold; `RegressionData.folds` makes them.
    /// - Throws: The error of the first fit that fails.
    public func choosingPenalty(_ data: RegressionData, folds: [[Int]]) throws(RegressionError) -> PenaltyChoice {
        let greatest: Double = try leastPenaltyWithoutCauses(data)
        let penalties: [Double] =
            greatest > 0 ? (0 ..< 20).map { greatest * pow(10, -3 * Double($0) / 19) } + [0] : [0]
        var losses: [Double] = []
        for penalty in penalties {
            let model = IndependentCauses(
                hasBackground: hasBackground, preventive: preventive, penalty: penalty, pseudoEvents: pseudoEvents)
            losses.append(try model.crossValidatedLogLoss(data, folds: folds))
        }
        let best: Int = losses.indices.min { losses[$0] < losses[$1] } ?? 0
        return PenaltyChoice(penalties: penalties, logLosses: losses, best: penalties[best])
    }

    /// Returns the least penalty at which all rates but the background are 0, or the largest gain of a cause if the model
    /// has no background.
    private func leastPenaltyWithoutCauses(_ data: RegressionData) throws(RegressionError) -> Double {
        let columns = CausesColumns(self, data)
        let scales: [Double] = columns.rootMeanSquares(data.weights)
        let risk: Tensor<Double> = Tensor(zeros: [data.rowCount]) + (try ConstantRisk().fit(data).risk)
        if risk[0].scalar == 0 || risk[0].scalar == 1 { return 0 }
        // The derivatives of the log-likelihood with respect to s and to u, at a constant risk.
        let nonevents: Tensor<Double> = data.trials - data.outcome
        let odds: Tensor<Double> = risk / (1 - risk)
        let slopes: [Tensor<Double>] = [
            data.weights * (data.outcome / odds - nonevents), data.weights * (nonevents * odds - data.outcome),
        ]
        let gains: [Double] = zip(columns.blocks, slopes).flatMap { block, slope in matmul(slope, block).scalars }
        return gains.indices.reduce(0.0) { greatest, place in
            place == columns.background || scales[place] == 0 ? greatest : max(greatest, gains[place] / scales[place])
        }
    }
}
