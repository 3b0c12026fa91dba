import Foundation
import Tensors

/// The loss −log-likelihood of a risk P = (1 − e^(−s))·e^(−u) with k events in m trials. s is the first linear predictor
/// and u the second; u is 0 if there is only one predictor.
///
/// With one predictor, the loss k·(−log(1 − e^(−s))) + (m − k)·s is convex.
struct CausesLoss: RowLoss {
    let rows: RowOutcomes

    func loss(_ predictors: [Tensor<Double>]) -> Double {
        predictors[0].withUnsafeBuffer { s in
            guard predictors.count == 2 else { return sum(s) }
            return predictors[1].withUnsafeBuffer { sum(s, $0) }
        }
    }

    private func sum(_ s: UnsafeBufferPointer<Double>) -> Double {
        rows.withBuffers { events, trials, weights in
            var sum = 0.0
            for index in s.indices where weights[index] > 0 {
                if s[index] < 0 { return .infinity }
                // A certain event has s = ∞, so the code must not multiply ∞ by 0.
                let nonevents: Double = trials[index] - events[index]
                var loss: Double = nonevents > 0 ? nonevents * s[index] : 0
                if events[index] > 0 { loss -= events[index] * logOneMinusExp(s[index]) }
                sum += weights[index] * loss
            }
            return sum
        }
    }

    private func sum(_ s: UnsafeBufferPointer<Double>, _ u: UnsafeBufferPointer<Double>) -> Double {
        rows.withBuffers { events, trials, weights in
            var sum = 0.0
            for index in s.indices where weights[index] > 0 {
                if s[index] < 0 || u[index] < 0 { return .infinity }
                let nonevents: Double = trials[index] - events[index]
                var loss = 0.0
                if events[index] > 0 { loss += events[index] * (u[index] - logOneMinusExp(s[index])) }
                if nonevents > 0 { loss -= nonevents * Prevented(s[index], u[index]).logNoRisk }
                sum += weights[index] * loss
            }
            return sum
        }
    }

    func derivatives(_ predictors: [Tensor<Double>]) -> RowDerivatives {
        predictors.count == 2 ? derivatives(predictors[0], predictors[1]) : derivatives(predictors[0])
    }

    private func derivatives(_ s: Tensor<Double>) -> RowDerivatives {
        rows.withBuffers { events, trials, weights in
            RowDerivatives.ofOnePredictor(s) { index, s in
                let (event, weight): (Double, Double) = (events[index], weights[index])
                if event == 0 || weight == 0 { return (weight * trials[index], 0) }
                // 1/(e^s − 1), and e^s/(e^s − 1)² without overflow.
                let odds: Double = 1 / expm1(s)
                return (weight * (trials[index] - event - event * odds), weight * event * odds * (1 + odds))
            }
        }
    }

    private func derivatives(_ s: Tensor<Double>, _ u: Tensor<Double>) -> RowDerivatives {
        var columns: [[Double]] = .init(repeating: .init(repeating: 0, count: s.count), count: 5)
        rows.withBuffers { events, trials, weights in
            s.withUnsafeBuffer { s in
                u.withUnsafeBuffer { u in
                    for index in s.indices where weights[index] > 0 {
                        let row: [Double] = Prevented(s[index], u[index]).derivatives(
                            events: events[index], nonevents: trials[index] - events[index])
                        for place in 0 ..< 5 { columns[place][index] = weights[index] * row[place] }
                    }
                }
            }
        }
        return RowDerivatives(first: columns[0 ..< 2].map { Tensor($0) }, second: columns[2...].map { Tensor($0) })
    }
}

/// A row with the sum s of the causes and the sum u of the preventive causes. Q = 1 − (1 − e^(−s))·e^(−u) is the
/// probability that the event does not occur.
private struct Prevented {
    let s, u: Double
    /// e^(−s), 1 − e^(−s), e^(−u) and Q.
    private let calm, active, passed, noRisk: Double

    init(_ s: Double, _ u: Double) {
        (self.s, self.u) = (s, u)
        (calm, active, passed) = (exp(-s), -expm1(-s), exp(-u))
        noRisk = -expm1(-u) + exp(-s - u)
    }

    /// log Q.
    var logNoRisk: Double { u == 0 ? -s : log(noRisk) }

    /// Returns the derivatives of the loss: with respect to s, to u, and the second derivatives ss, su, uu.
    func derivatives(events: Double, nonevents: Double) -> [Double] {
        let odds: Double = events > 0 ? calm / active : 0
        // e^(−s − u)/Q and (1 − e^(−s))·e^(−u)/Q. The first is 1 if u is 0, also if e^(−s) is 0 in Double.
        let left: Double = u == 0 ? 1 : passed * calm / noRisk
        let right: Double = u == 0 ? expm1(s) : active * passed / noRisk
        let spread: Double = u == 0 ? 0 : -expm1(-u) / noRisk
        let inverse: Double = u == 0 ? exp(s) : 1 / noRisk
        var row: [Double] = [0, 0, 0, 0, 0]
        if events > 0 {
            row[0] -= events * odds
            row[1] += events
            row[2] += events * odds * (1 + odds)
        }
        if nonevents > 0 {
            row[0] += nonevents * left
            row[1] -= nonevents * right
            row[2] -= nonevents * left * spread
            row[3] -= nonevents * left * inverse
            row[4] += nonevents * right * inverse
        }
        return row
    }
}

/// Returns log(1 − e^(−s)) for s ≥ 0.
///
/// Source: M. Mächler, "Accurately computing log(1 − exp(−|a|))", 2012.
func logOneMinusExp(_ s: Double) -> Double { s > 0.6931471805599453 ? log1p(-exp(-s)) : log(-expm1(-s)) }

/// The loss of the logistic model: m·log(1 + e^η) − k·η.
struct LogitLoss: RowLoss {
    let rows: RowOutcomes

    func loss(_ predictors: [Tensor<Double>]) -> Double {
        rows.withBuffers { events, trials, weights in
            predictors[0].withUnsafeBuffer { eta in
                eta.indices.reduce(0.0) { sum, index in
                    let softplus: Double = max(eta[index], 0) + log1p(exp(-abs(eta[index])))
                    return sum + weights[index] * (trials[index] * softplus - events[index] * eta[index])
                }
            }
        }
    }

    func derivatives(_ predictors: [Tensor<Double>]) -> RowDerivatives {
        rows.withBuffers { events, trials, weights in
            RowDerivatives.ofOnePredictor(predictors[0]) { index, eta in
                let tail: Double = exp(-abs(eta))
                let risk: Double = eta >= 0 ? 1 / (1 + tail) : tail / (1 + tail)
                let variance: Double = tail / ((1 + tail) * (1 + tail))
                return (
                    weights[index] * (trials[index] * risk - events[index]), weights[index] * trials[index] * variance
                )
            }
        }
    }
}

/// The loss of the log-binomial model with p = e^η, plus a barrier that keeps η negative: −barrier·log(−η).
struct LogBinomialLoss: RowLoss {
    /// The loss of non-events, for s = −η.
    private let complement: CausesLoss
    let barrier: Double

    init(rows: RowOutcomes, barrier: Double) {
        (complement, self.barrier) = (CausesLoss(rows: rows.complement), barrier)
    }

    func loss(_ predictors: [Tensor<Double>]) -> Double {
        let loss: Double = complement.loss([-predictors[0]])
        if barrier == 0 || loss == .infinity { return loss }
        return predictors[0].withUnsafeBuffer { eta in
            complement.rows.weights.withUnsafeBuffer { weights in
                eta.indices.reduce(loss) { $0 - (weights[$1] > 0 ? barrier * log(max(0, -eta[$1])) : 0) }
            }
        }
    }

    func derivatives(_ predictors: [Tensor<Double>]) -> RowDerivatives {
        let rows: RowDerivatives = complement.derivatives([-predictors[0]])
        if barrier == 0 { return RowDerivatives(first: [-rows.first[0]], second: rows.second) }
        let isCounted: Tensor<Bool> = complement.rows.weights .> 0
        let inverse: Tensor<Double> = select(isCounted, 1 / predictors[0], Tensor(0))
        return RowDerivatives(
            first: [-rows.first[0] - barrier * inverse], second: [rows.second[0] + barrier * inverse * inverse])
    }
}
