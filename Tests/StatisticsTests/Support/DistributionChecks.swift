import Differentiation
import Statistics
import Tensors
import TestSupport

/// Returns a description of each difference between a distribution and a reference case.
///
/// Log densities, moments and quantiles may differ by `tolerance` · max(1, |expected|), and tails by `tolerance` of the
/// expected probability, however small.
func problems(
    of distribution: any UnivariateDistribution<Double>, against reference: ReferenceCase, tolerance: Double,
    quantileTolerance: Double
) -> [String] {
    func check(_ distribution: some UnivariateDistribution<Double>) -> [String] {
        let x: Tensor<Double> = reference.tensor("x")
        let p: Tensor<Double> = reference.tensor("p")
        var found: [String?] = [
            difference(distribution.logDensity(at: x), reference.tensor("logDensity"), tolerance: tolerance)
                .map { "log density: \($0)" },
            relativeDifference(distribution.density(at: x), reference.tensor("logDensity").exp(), tolerance * 300)
                .map { "density: \($0)" },
            relativeDifference(distribution.cdf(x), reference.tensor("cdf"), tolerance).map { "CDF: \($0)" },
            relativeDifference(distribution.survival(x), reference.tensor("survival"), tolerance)
                .map { "survival: \($0)" },
            difference(distribution.logCDF(x), reference.tensor("cdf").log(), tolerance: tolerance)
                .map { "log CDF: \($0)" },
            difference(distribution.logSurvival(x), reference.tensor("survival").log(), tolerance: tolerance)
                .map { "log survival: \($0)" },
            relativeDifference(distribution.quantile(p), reference.tensor("quantile"), quantileTolerance)
                .map { "quantile: \($0)" },
            relativeDifference(distribution.upperQuantile(p), reference.tensor("upperQuantile"), quantileTolerance)
                .map { "upper quantile: \($0)" },
            difference(distribution.mean, reference.tensor("mean"), tolerance: tolerance).map { "mean: \($0)" },
            difference(distribution.variance, reference.tensor("variance"), tolerance: tolerance * 100)
                .map { "variance: \($0)" },
        ]
        // Each quantile's CDF is the probability again, but for the rounding of the quantile.
        if !type(of: distribution).isDiscrete {
            let x: Tensor<Double> = distribution.quantile(p)
            let rounding: Tensor<Double> = distribution.density(at: x) * x.abs() * 1e-15 + 1e-13
            let isOff: Tensor<Bool> = (distribution.cdf(x) - p).abs() .> rounding .&& (p .> 1e-50)
            if isOff.any() { found.append("CDF of the quantiles \(x): \(distribution.cdf(x))") }
        }
        return found.compactMap { $0.map { "\(reference): \($0)" } }
    }
    return check(distribution)
}

/// Returns a description of the first element whose relative error exceeds the tolerance, or `nil`. Numbers below
/// 1e-290 need only be as small. Both 0, both infinite and both NaN are equal.
func relativeDifference(_ actual: Tensor<Double>, _ expected: Tensor<Double>, _ tolerance: Double) -> String? {
    guard actual.shape == expected.shape else { return "shape \(actual.shape) instead of \(expected.shape)" }
    for (index, (a, e)) in zip(actual.scalars, expected.scalars).enumerated() {
        if a == e || (a.isNaN && e.isNaN) || (abs(a) < 1e-290 && abs(e) < 1e-290) { continue }
        if !(abs(a - e) <= tolerance * max(abs(e), 1e-290)) {
            return "element \(index) is \(a) instead of \(e), an error of \(abs(a / e - 1))"
        }
    }
    return nil
}

/// Returns √n times the greatest distance between the distribution function of n samples and the distribution's own,
/// the statistic of Kolmogorov and Smirnov. It exceeds 1.95 once in 1000 times.
func kolmogorovSmirnov(_ samples: Tensor<Double>, _ distribution: some UnivariateDistribution<Double>) -> Double {
    let levels: [Double] = distribution.cdf(samples.flattened()).scalars.sorted()
    let count = Double(levels.count)
    var greatest = 0.0
    for (index, level) in levels.enumerated() {
        greatest = max(greatest, level - Double(index) / count, Double(index + 1) / count - level)
    }
    return count.squareRoot() * greatest
}

/// Returns the χ² statistic of n counts in standard deviations above its mean. Neighbouring counts are joined until
/// each cell expects 20 samples.
func chiSquaredExcess(_ samples: Tensor<Double>, _ distribution: some UnivariateDistribution<Double>) -> Double {
    let values: [Double] = samples.scalars.sorted()
    let total = Double(values.count)
    let (least, greatest): (Double, Double) = (values[0], values[values.count - 1])
    let counts: Tensor<Double> = Tensor(from: least, to: greatest + 1)
    let expected: [Double] = (distribution.density(at: counts) * total).scalars
    var observed = [Double](repeating: 0, count: expected.count)
    for value in values { observed[Int(value - least)] += 1 }
    // The cells beyond the samples expect what is left.
    var cells: [(observed: Double, expected: Double)] = []
    var cell: (observed: Double, expected: Double) = (0, total * distribution.cdf(Tensor(least - 1)).scalar)
    for (seen, share) in zip(observed, expected) {
        cell = (cell.observed + seen, cell.expected + share)
        if cell.expected >= 20 {
            cells.append(cell)
            cell = (0, 0)
        }
    }
    cell.expected += total * distribution.survival(Tensor(greatest)).scalar
    if cell.expected >= 20 || cells.isEmpty {
        cells.append(cell)
    } else {
        cells[cells.count - 1].observed += cell.observed
        cells[cells.count - 1].expected += cell.expected
    }
    let statistic: Double = cells.reduce(0) { sum, cell in
        sum + (cell.observed - cell.expected) * (cell.observed - cell.expected) / cell.expected
    }
    let freedom = Double(max(1, cells.count - 1))
    return (statistic - freedom) / (2 * freedom).squareRoot()
}

/// Returns how many standard errors the mean and the variance of samples are away from the distribution's.
///
/// The standard error of the variance is estimated from the samples' fourth moment.
func momentErrors(_ samples: Tensor<Double>, mean: Double, variance: Double) -> (mean: Double, variance: Double) {
    let count = Double(samples.count)
    let squares: Tensor<Double> = (samples - mean).squared()
    let spread: Double = squares.variance().scalar.squareRoot()
    return (
        abs(samples.mean().scalar - mean) / (variance / count).squareRoot(),
        abs(squares.mean().scalar - variance) / (spread / count.squareRoot())
    )
}
