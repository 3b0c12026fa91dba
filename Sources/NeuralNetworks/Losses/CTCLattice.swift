import Foundation
import Tensors

/// A sample of a CTC loss.
struct CTCSample: Sendable {
    /// The sample's position in the batch.
    let index: Int
    /// The labels of the sample. No label is the blank.
    let labels: [Int]
    /// The number of time steps.
    let steps: Int
    /// The class that means no label.
    let blank: Int
}

/// The alignments of a sample's labels with the sample's time steps. Each alignment is a path through states, with one
/// state at each time step. The states are the labels in order, with a blank before the first label, between labels and
/// after the last label. A path starts in one of the first two states and ends in one of the last two states. Between
/// two steps, a path stays in its state, enters the next state, or skips a blank.
struct CTCLattice: Sendable {
    /// The negative logarithm of the sum of the probabilities of all paths; ∞ if no path exists.
    let loss: Double
    private let sample: CTCSample
    /// The class of each state.
    private let classes: [Int]
    /// For each state, whether a path may come from the state two places before. A path may skip only a blank between
    /// two different labels.
    private let canSkip: [Bool]
    /// For each time step and each state: the logarithm of the sum of the probabilities of all paths from the first
    /// step to this state at this step. The probability at this step is included. The element is −∞ if no such path
    /// exists, and has the index `time * classes.count + state`.
    private let forward: [Double]

    /// Computes the probabilities of all alignments of a sample.
    ///
    /// - Parameters:
    ///   - sample: The labels and the number of time steps of the sample.
    ///   - logProbabilities: The log-probabilities of the whole batch, `[N, T, classes]` for N samples and T time
    ///     steps.
    init(_ sample: CTCSample, _ logProbabilities: Tensor<Double>) {
        self.sample = sample
        let classes: [Int] = [sample.blank] + sample.labels.flatMap { [$0, sample.blank] }
        self.classes = classes
        let canSkip: [Bool] = classes.indices.map {
            $0 >= 2 && classes[$0] != sample.blank && classes[$0] != classes[$0 - 2]
        }
        self.canSkip = canSkip
        let (steps, states): (Int, Int) = (sample.steps, classes.count)
        var forward = [Double](repeating: -.infinity, count: steps * states)
        logProbabilities.withUnsafeBuffer { numbers in
            for time in 0 ..< steps {
                let row: Int = Self.start(of: time, sample, logProbabilities.shape)
                for state in 0 ..< states {
                    let arrivals: Double
                    if time == 0 {
                        arrivals = state < 2 ? 0 : -.infinity
                    } else {
                        let before: Int = (time - 1) * states + state
                        arrivals = logSumExp(
                            forward[before], state >= 1 ? forward[before - 1] : -.infinity,
                            canSkip[state] ? forward[before - 2] : -.infinity)
                    }
                    // If no path reaches the state, the value stays −∞. The sum would be NaN if the state's
                    // log-probability is NaN or ∞.
                    if arrivals != -.infinity {
                        forward[time * states + state] = arrivals + numbers[row + classes[state]]
                    }
                }
            }
        }
        self.forward = forward
        if steps == 0 {
            loss = sample.labels.isEmpty ? 0 : .infinity
        } else {
            let end: Int = steps * states - 1
            loss = -logSumExp(forward[end], states > 1 ? forward[end - 1] : -.infinity, -.infinity)
        }
    }

    /// Adds `scale` times the derivative of the loss to the elements of this sample in `derivative`. `derivative` and
    /// `logProbabilities` have the shape of the batch, `[N, T, classes]` for N samples and T time steps.
    ///
    /// The derivative at a time and a class is minus the probability, given the labels, of the paths that have this
    /// class at this time. If no path exists, the elements of all time steps of this sample become NaN.
    func addDerivative(
        to derivative: UnsafeMutableBufferPointer<Double>, _ logProbabilities: Tensor<Double>, scale: Double
    ) {
        let (steps, states): (Int, Int) = (sample.steps, classes.count)
        let width: Int = logProbabilities.shape[2]
        if loss == .infinity {
            let start: Int = Self.start(of: 0, sample, logProbabilities.shape)
            for place in start ..< start + steps * width { derivative[place] = .nan }
            return
        }
        logProbabilities.withUnsafeBuffer { numbers in
            // For each state at the current time step: the logarithm of the sum of the probabilities of all paths from
            // the state to the end. The probability of the state at this step is not included.
            var backward = [Double](repeating: -.infinity, count: states)
            for state in max(0, states - 2) ..< states { backward[state] = 0 }
            for time in stride(from: steps - 1, through: 0, by: -1) {
                let row: Int = Self.start(of: time, sample, logProbabilities.shape)
                for state in 0 ..< states {
                    let path: Double = forward[time * states + state] + backward[state] + loss
                    if path != -.infinity { derivative[row + classes[state]] -= scale * exp(path) }
                }
                // The next lines compute `backward` for the previous time step. A path may stay in its state at this
                // step, enter the next state, or skip a blank.
                let here: [Double] = classes.indices.map { backward[$0] + numbers[row + classes[$0]] }
                for state in 0 ..< states {
                    backward[state] = logSumExp(
                        here[state], state + 1 < states ? here[state + 1] : -.infinity,
                        state + 2 < states && canSkip[state + 2] ? here[state + 2] : -.infinity)
                }
            }
        }
    }

    /// Returns the index of the log-probability of class 0 of a sample at a time, in the row-major batch of the given
    /// shape `[N, T, classes]`, for N samples and T time steps.
    private static func start(of time: Int, _ sample: CTCSample, _ shape: Shape) -> Int {
        (sample.index * shape[1] + time) * shape[2]
    }
}

/// Returns log(eᵃ + eᵇ + eᶜ) without overflow. The result is −∞ if all arguments are −∞, and NaN if an argument is NaN
/// or +∞.
private func logSumExp(_ a: Double, _ b: Double, _ c: Double) -> Double {
    let greatest: Double = max(a, b, c)
    if greatest == -.infinity { return a + b + c }
    return greatest + log(exp(a - greatest) + exp(b - greatest) + exp(c - greatest))
}
