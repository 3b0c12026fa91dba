import LinearAlgebra
import Tensors

/// The minimisation of a sum of row losses over coefficients, by Newton's method. Coefficients can be bounded below
/// by 0.
///
/// The function to minimise is
///
///     f(θ) = Σ_i loss_i(η¹_i, η²_i) + Σ_j linear_j·θ_j + ½·Σ_j ridge_j·θ_j²
///
/// Each linear predictor η is the product of its block, a matrix `[N, n]`, with its part of the coefficients θ, plus an
/// offset.
struct RegressionProblem {
    /// The matrices of the one or two linear predictors: `[N, n]`. The coefficients θ contain first the coefficients of
    /// the first block, then the coefficients of the second block.
    let blocks: [Tensor<Double>]
    /// An offset of the first linear predictor: `[N]`.
    var offset: Tensor<Double>?
    var loss: any RowLoss
    var linear: [Double]
    var ridge: [Double]
    /// Whether each coefficient must be at least 0.
    let isBounded: Bool

    init(blocks: [Tensor<Double>], loss: any RowLoss, isBounded: Bool) {
        (self.blocks, self.loss, self.isBounded) = (blocks, loss, isBounded)
        let count: Int = blocks.reduce(0) { $0 + $1.shape[1] }
        (linear, ridge) = (.init(repeating: 0, count: count), .init(repeating: 0, count: count))
    }

    /// The number of coefficients.
    var count: Int { linear.count }

    /// The range of the coefficients of each block.
    private var ranges: [Range<Int>] {
        var start = 0
        return blocks.map { block in
            defer { start += block.shape[1] }
            return start ..< start + block.shape[1]
        }
    }

    /// Returns the linear predictors for the coefficients.
    func predictors(_ coefficients: [Double]) -> [Tensor<Double>] {
        var products: [Tensor<Double>] = zip(blocks, ranges).map { block, range in
            matmul(block, Tensor(Array(coefficients[range])))
        }
        if let offset { products[0] = products[0] + offset }
        return products
    }

    /// Returns the penalty of the coefficients.
    func penalty(_ coefficients: [Double]) -> Double {
        coefficients.indices.reduce(0.0) { sum, index in
            let value: Double = coefficients[index]
            return sum + linear[index] * value + 0.5 * ridge[index] * value * value
        }
    }

    /// Returns the gradient and the Hessian matrix of f. `predictors` belongs to `coefficients`.
    func derivatives(_ coefficients: [Double], _ predictors: [Tensor<Double>]) -> (gradient: [Double], Curvature) {
        let rows: RowDerivatives = loss.derivatives(predictors)
        var gradient: [Double] = zip(blocks, rows.first).flatMap { block, first in matmul(first, block).scalars }
        var hessian = Curvature(count: count)
        for (pair, second) in zip([(0, 0), (0, 1), (1, 1)], rows.second) {
            hessian.add(
                weightedProduct(blocks[pair.0], second, blocks[pair.1]), rows: ranges[pair.0], columns: ranges[pair.1])
        }
        for index in 0 ..< count {
            gradient[index] += linear[index] + ridge[index] * coefficients[index]
            hessian[index, index] += ridge[index]
        }
        return (gradient, hessian)
    }
}

/// The optimum of a `RegressionProblem`.
struct RegressionOptimum {
    /// The coefficients.
    let coefficients: [Double]
    /// The linear predictors of the rows.
    let predictors: [Tensor<Double>]
    /// The value of f.
    let value: Double
    /// The Hessian matrix of f.
    let hessian: Curvature
    /// The gradient of f.
    let gradient: [Double]
    /// The number of Newton steps.
    var iterations: Int
    /// Whether the last step was negligible.
    var isConverged: Bool
    /// The last step of the coefficients.
    let lastStep: [Double]
}

extension RegressionProblem {
    /// Returns the minimum of f.
    ///
    /// A step is the minimum of the quadratic approximation of f within the bounds, so the method converges
    /// quadratically also if the optimum lies on the bounds. A line search halves the step until f decreases enough
    /// (Armijo's rule). A step d is negligible if −gᵀd, the square of the step in units of the standard errors, is at
    /// most 1e-12 before the step is taken.
    ///
    /// - Parameters:
    ///   - start: The coefficients to start from. f must be finite there.
    ///   - fixed: The positions of the coefficients that keep their values.
    ///   - limit: The largest number of steps.
    func minimum(from start: [Double], fixed: Set<Int> = [], limit: Int = 200) -> RegressionOptimum {
        let predictors: [Tensor<Double>] = predictors(start)
        var optimum = point(
            start, predictors, value: loss.loss(predictors) + penalty(start), step: .init(repeating: 0, count: count))
        for iteration in 1 ... limit {
            guard
                let target = optimum.hessian.minimum(
                    gradient: optimum.gradient, around: optimum.coefficients, isBounded: isBounded, fixed: fixed)
            else { break }
            let step: [Double] = zip(target, optimum.coefficients).map { $0 - $1 }
            let slope: Double = zip(optimum.gradient, step).reduce(0.0) { $0 + $1.0 * $1.1 }
            guard let reached = lineSearch(from: optimum, to: target, step, slope) else {
                // No step decreases f by more than its rounding error.
                optimum.isConverged = -slope <= 1e-8 * (1 + abs(optimum.value))
                break
            }
            optimum = point(reached.coefficients, reached.predictors, value: reached.value, step: step)
            (optimum.iterations, optimum.isConverged) = (iteration, -slope <= 1e-12)
            if optimum.isConverged { break }
        }
        return optimum
    }

    /// Returns the coefficients on the way from a point to the target at which f has decreased enough, with their linear
    /// predictors and f; nil if there are none. `slope` is the derivative of f along `step`, which leads to the target.
    private func lineSearch(
        from point: RegressionOptimum, to target: [Double], _ step: [Double], _ slope: Double
    ) -> (coefficients: [Double], predictors: [Tensor<Double>], value: Double)? {
        // The target's own predictors: a sum of nonnegative terms is not negative, but the present predictors plus the
        // change can be, by rounding.
        let targetPredictors: [Tensor<Double>] = predictors(target)
        var (trial, trialPredictors, length) = (target, targetPredictors, 1.0)
        while length >= 1e-12 {
            let value: Double = loss.loss(trialPredictors) + penalty(trial)
            // The last term allows for the rounding error of f.
            if value <= point.value + 1e-4 * length * slope + 1e-13 * abs(point.value) {
                return (trial, trialPredictors, value)
            }
            length /= 2
            trial = zip(point.coefficients, step).map { $0 + length * $1 }
            trialPredictors = zip(point.predictors, targetPredictors).map { (1 - length) * $0 + length * $1 }
        }
        return nil
    }

    /// Returns the point with the coefficients and the derivatives of f there. `step` led there.
    private func point(
        _ coefficients: [Double], _ predictors: [Tensor<Double>], value: Double, step: [Double]
    ) -> RegressionOptimum {
        let (gradient, hessian): ([Double], Curvature) = derivatives(coefficients, predictors)
        return RegressionOptimum(
            coefficients: coefficients, predictors: predictors, value: value, hessian: hessian, gradient: gradient,
            iterations: 0, isConverged: false, lastStep: step)
    }
}
