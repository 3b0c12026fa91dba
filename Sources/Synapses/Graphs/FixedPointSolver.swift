import Tensors

/// A solver that finds the fixed point s = f(s) of a cycle by damped iteration: s ← s + damping · (f(s) − s). s
/// contains the values of the cycle's neurons, and f computes each neuron once.
public struct FixedPointSolver: Sendable, Hashable {
    /// The factor of the change f(s) − s in each iteration, above 0 and at most 1. Another value traps. s is the value
    /// of a neuron, and f(s) is the value after an undamped iteration. A smaller factor damps oscillations but needs
    /// more iterations.
    public var damping: Double { didSet { requireValid() } }
    /// The greatest relative residual of a converged cycle. The relative residual of a neuron is
    /// `|f(s) − s| / max(1, |s|)`, where s is the value of the neuron, and f(s) is the value after an undamped
    /// iteration. `nil` means 16 ulp of 1 in the precision of the graph. A number that is negative, infinite or NaN
    /// traps.
    public var tolerance: Double? { didSet { requireValid() } }
    /// The greatest number of iterations; a number below 1 traps. A cycle that needs more iterations counts as not
    /// converged.
    public var iterationLimit: Int { didSet { requireValid() } }

    /// Creates a solver. Traps if a setting is out of range.
    ///
    /// - Parameters:
    ///   - damping: The factor of the change f(s) − s in each iteration, above 0 and at most 1; another value traps. s
    ///     is the value of a neuron, and f(s) is the value after an undamped iteration.
    ///   - tolerance: The greatest relative residual `|f(s) − s| / max(1, |s|)` of a converged cycle, where s is the
    ///     value of a neuron, and f(s) is the value after an undamped iteration. The default `nil` means 16 ulp of 1 in
    ///     the precision of the graph. A number that is negative, infinite or NaN traps.
    ///   - iterationLimit: The greatest number of iterations; a number below 1 traps.
    public init(damping: Double = 1, tolerance: Double? = nil, iterationLimit: Int = 10_000) {
        (self.damping, self.tolerance, self.iterationLimit) = (damping, tolerance, iterationLimit)
        requireValid()
    }

    /// Traps if a setting is out of range. With a tolerance of NaN or a negative tolerance no cycle converges. With an
    /// infinite tolerance a cycle whose values overflow would count as converged.
    private func requireValid() {
        require(damping > 0 && damping <= 1, "FixedPointSolver: the damping \(damping) must be above 0 and at most 1")
        if let tolerance {
            require(
                tolerance >= 0 && tolerance.isFinite,
                "FixedPointSolver: the tolerance \(tolerance) must be finite and not negative")
        }
        require(iterationLimit > 0, "FixedPointSolver: the iteration limit \(iterationLimit) must be positive")
    }
}

/// The synapses of a cycle. The methods evaluate the cycle for a single sample.
struct Cycle<Scalar: RealScalar> {
    let synapses: [WiredSynapse]
    /// α, the strength of the excitation, of the synapses of this cycle, and β, the strengths of the inhibitions, of
    /// all synapses of the graph.
    let alpha, beta: [Scalar]
    /// For each synapse, the position of the graph input whose value starts the iteration; `nil` if a number starts the
    /// iteration.
    let starts: [Int?]
    /// A map from the position of a neuron in the graph to the position in `synapses` of the synapse that drives the
    /// neuron.
    private let member: [Int: Int]

    init(_ synapses: [WiredSynapse], starts: [Int?], alpha: [Scalar], beta: [Scalar]) {
        (self.synapses, self.starts, self.alpha, self.beta) = (synapses, starts, alpha, beta)
        member = Dictionary(uniqueKeysWithValues: synapses.enumerated().map { ($0.element.output, $0.offset) })
    }

    /// Returns the output of each synapse of the cycle for the given values of all neurons.
    private func step(_ values: [Scalar]) -> [Scalar] {
        synapses.enumerated().map { index, synapse in
            var product: Scalar = alpha[index] * values[synapse.excitatory]
            for (offset, neuron) in synapse.inhibitory.enumerated() {
                product *= 1 - beta[synapse.firstBeta + offset] * values[neuron]
            }
            return product
        }
    }

    /// Iterates the neurons of the cycle towards the fixed point, and returns the number of iterations and the greatest
    /// relative residual of the neurons. The iteration stops if the residual is at most the tolerance, if the residual
    /// is not finite, or at the iteration limit. A returned residual above the tolerance, or not finite, means that the
    /// cycle has not converged. `values` contains all neurons of the graph; only the neurons of the cycle change.
    func settle(_ values: inout [Scalar], _ solver: FixedPointSolver) -> (iterations: Int, residual: Double) {
        let tolerance: Double = solver.tolerance ?? 16 * Double(Scalar.ulpOfOne)
        let damping = Scalar(solver.damping)
        var residual = Double.infinity
        for iteration in 1 ... solver.iterationLimit {
            residual = 0
            for (synapse, new) in zip(synapses, step(values)) {
                let old: Scalar = values[synapse.output]
                let distance: Double = abs(Double(new - old)) / max(1, abs(Double(old)))
                // `max` may drop NaN, so a distance of NaN counts as infinite.
                residual = distance.isNaN ? .infinity : max(residual, distance)
                values[synapse.output] = old + damping * (new - old)
            }
            if residual <= tolerance { return (iteration, residual) }
            if !residual.isFinite { return (iteration, residual) }
        }
        return (solver.iterationLimit, residual)
    }

    /// Adds the derivatives at the fixed point to the gradients `neurons`, `alphaGradient` and `betaGradient`.
    /// `cotangent` has an element for each synapse of the cycle, and `values` contains all neurons of the graph at the
    /// fixed point.
    ///
    /// Let g be the cotangent of the cycle's neurons, I the identity matrix, and J the Jacobian of a single undamped
    /// iteration. The solution λ of `(I − Jᵀ) λ = g` is the derivative with respect to the output of each synapse. λ
    /// includes the feedback through the cycle. Every gradient is a sum of products of λ and a partial derivative of a
    /// synapse. If I − J is singular, no derivative exists, and all gradients of the cycle are NaN.
    func addDerivatives(
        of cotangent: [Scalar], at values: [Scalar], neurons: inout [Scalar], alpha alphaGradient: inout [Scalar],
        beta betaGradient: inout [Scalar]
    ) {
        let count: Int = synapses.count
        let derivatives: [SynapseDerivatives<Scalar>] = synapses.indices.map {
            SynapseDerivatives(synapses[$0], alpha[$0], beta, values)
        }
        // Element (q, p) of I − Jᵀ is minus the derivative of the output of synapse p with respect to the output of
        // synapse q, plus 1 if p = q.
        var matrix = [Scalar](repeating: 0, count: count * count)
        for p in 0 ..< count {
            matrix[p * count + p] += 1
            for (neuron, derivative) in derivatives[p].byNeuron {
                if let q = member[neuron] { matrix[q * count + p] -= derivative }
            }
        }
        let lambda: [Scalar] = solveLinearSystem(matrix, cotangent)
        for (p, synapse) in synapses.enumerated() {
            for (neuron, derivative) in derivatives[p].byNeuron where member[neuron] == nil {
                neurons[neuron] += lambda[p] * derivative
            }
            // An isolated fixed point does not depend on the start of the iteration, so the derivative with respect to
            // the start is 0. If the fixed point is not isolated, λ and λ · 0 are NaN.
            if let start = starts[p] { neurons[start] += lambda[p] * 0 }
            alphaGradient[p] += lambda[p] * derivatives[p].byAlpha
            for (offset, derivative) in derivatives[p].byBeta.enumerated() {
                betaGradient[synapse.firstBeta + offset] += lambda[p] * derivative
            }
        }
    }
}

/// The partial derivatives of a synapse α·x·∏_k (1 − β_k·y_k). The code multiplies the other factors instead of
/// dividing the whole product by a factor, because a factor may be 0.
private struct SynapseDerivatives<Scalar: RealScalar> {
    private(set) var byNeuron: [(neuron: Int, derivative: Scalar)] = []
    private(set) var byAlpha: Scalar = 0
    private(set) var byBeta: [Scalar] = []

    init(_ synapse: WiredSynapse, _ alpha: Scalar, _ beta: [Scalar], _ values: [Scalar]) {
        let x: Scalar = values[synapse.excitatory]
        let y: [Scalar] = synapse.inhibitory.map { values[$0] }
        let b: [Scalar] = y.indices.map { beta[synapse.firstBeta + $0] }
        // For factor k, `before[k]` is the product of the factors before factor k, and `behind` is the product of the
        // factors after factor k.
        var before: [Scalar] = [1]
        for k in y.indices { before.append(before[k] * (1 - b[k] * y[k])) }
        var behind: Scalar = 1
        var others = [Scalar](repeating: 1, count: y.count)
        for k in y.indices.reversed() {
            others[k] = before[k] * behind
            behind *= 1 - b[k] * y[k]
        }
        byAlpha = x * behind
        byNeuron = [(synapse.excitatory, alpha * behind)]
        for k in y.indices {
            byNeuron.append((synapse.inhibitory[k], -alpha * x * b[k] * others[k]))
            byBeta.append(-alpha * x * y[k] * others[k])
        }
    }
}

/// Returns the solution x of A·x = b by Gaussian elimination with partial pivoting. All elements of x are NaN if A is
/// singular to working precision, which means that a pivot is at most 8 ulp times the greatest magnitude in A. `matrix`
/// is A in row-major order, and `right` is b.
func solveLinearSystem<Scalar: RealScalar>(_ matrix: [Scalar], _ right: [Scalar]) -> [Scalar] {
    let count: Int = right.count
    var (a, x): ([Scalar], [Scalar]) = (matrix, right)
    let scale: Scalar = a.reduce(0) { max($0, abs($1)) }
    for column in 0 ..< count {
        let pivot: Int = (column ..< count).max { abs(a[$0 * count + column]) < abs(a[$1 * count + column]) } ?? column
        guard abs(a[pivot * count + column]) > 8 * Scalar.ulpOfOne * scale else {
            return [Scalar](repeating: .nan, count: count)
        }
        if pivot != column {
            for k in 0 ..< count { a.swapAt(pivot * count + k, column * count + k) }
            x.swapAt(pivot, column)
        }
        for row in column + 1 ..< count {
            let factor: Scalar = a[row * count + column] / a[column * count + column]
            for k in column ..< count { a[row * count + k] -= factor * a[column * count + k] }
            x[row] -= factor * x[column]
        }
    }
    for row in (0 ..< count).reversed() {
        for k in row + 1 ..< count { x[row] -= a[row * count + k] * x[k] }
        x[row] /= a[row * count + row]
    }
    return x
}
