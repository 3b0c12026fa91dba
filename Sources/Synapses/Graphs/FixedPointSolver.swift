import Tensors

/// The search for the fixed point s = f(s) of a cycle, by damped iteration: s ← s + damping · (f(s) − s).
public struct FixedPointSolver: Sendable, Hashable {
    /// The fraction of each step that is taken, above 0 and at most 1. A smaller fraction damps oscillations and takes
    /// more iterations.
    public var damping: Double
    /// The greatest |f(s) − s| of a converged cycle, relative to max(1, |s|); 16 ulp of 1 unless given.
    public var tolerance: Double?
    /// The number of iterations after which a cycle counts as not converging.
    public var iterationLimit: Int

    /// - Parameters:
    ///   - damping: The fraction of each step that is taken, above 0 and at most 1; another one traps.
    ///   - tolerance: The greatest relative residual of a converged cycle; 16 ulp of 1 unless given.
    ///   - iterationLimit: The greatest number of iterations; fewer than 1 trap.
    public init(damping: Double = 1, tolerance: Double? = nil, iterationLimit: Int = 10_000) {
        require(damping > 0 && damping <= 1, "FixedPointSolver: the damping \(damping) must be above 0 and at most 1")
        require(iterationLimit > 0, "FixedPointSolver: the iteration limit \(iterationLimit) must be positive")
        (self.damping, self.tolerance, self.iterationLimit) = (damping, tolerance, iterationLimit)
    }
}

/// The synapses of one cycle, over numbers of one sample at a time.
struct Cycle<Scalar: RealScalar> {
    let synapses: [WiredSynapse]
    /// α of these synapses, and β of all synapses of the graph.
    let alpha, beta: [Scalar]
    /// For each synapse, the neuron whose value starts the iteration, if one does.
    let starts: [Int?]
    /// The positions of the cycle's neurons within the cycle.
    private let member: [Int: Int]

    init(_ synapses: [WiredSynapse], starts: [Int?], alpha: [Scalar], beta: [Scalar]) {
        (self.synapses, self.starts, self.alpha, self.beta) = (synapses, starts, alpha, beta)
        member = Dictionary(uniqueKeysWithValues: synapses.enumerated().map { ($0.element.output, $0.offset) })
    }

    /// Returns the output of each synapse at these values.
    private func step(_ values: [Scalar]) -> [Scalar] {
        synapses.enumerated().map { index, synapse in
            var product: Scalar = alpha[index] * values[synapse.excitatory]
            for (offset, neuron) in synapse.inhibitory.enumerated() {
                product *= 1 - beta[synapse.firstBeta + offset] * values[neuron]
            }
            return product
        }
    }

    /// Iterates the cycle's neurons towards their fixed point. Stops at the tolerance, at the iteration limit, or at a value
    /// that is not finite. The other neurons are unchanged. Returns the number of iterations and the residual, which the
    /// caller must check.
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

    /// Adds the derivatives at the fixed point to the gradients.
    ///
    /// For the cotangent g of the cycle's neurons, λ with (I − Jᵀ) λ = g is the derivative with respect to each
    /// synapse's output, through all rounds of the cycle. Every gradient is λ times a partial derivative of a synapse.
    /// Where I − J is singular no derivative exists, and all gradients are NaN.
    func addDerivatives(
        of cotangent: [Scalar], at values: [Scalar], neurons: inout [Scalar], alpha alphaGradient: inout [Scalar],
        beta betaGradient: inout [Scalar]
    ) {
        let count: Int = synapses.count
        let derivatives: [SynapseDerivatives<Scalar>] = synapses.indices.map {
            SynapseDerivatives(synapses[$0], alpha[$0], beta, values)
        }
        // Row q of I − Jᵀ: the derivatives of all synapses p by the neuron q.
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
            // The start of the iteration does not move an isolated fixed point. Where the fixed point is not isolated,
            // λ is NaN.
            if let start = starts[p] { neurons[start] += lambda[p] * 0 }
            alphaGradient[p] += lambda[p] * derivatives[p].byAlpha
            for (offset, derivative) in derivatives[p].byBeta.enumerated() {
                betaGradient[synapse.firstBeta + offset] += lambda[p] * derivative
            }
        }
    }
}

/// The partial derivatives of one synapse, α·x·∏_k (1 − β_k·y_k). They are products, without divisions by factors that
/// may be 0.
private struct SynapseDerivatives<Scalar: RealScalar> {
    private(set) var byNeuron: [(neuron: Int, derivative: Scalar)] = []
    private(set) var byAlpha: Scalar = 0
    private(set) var byBeta: [Scalar] = []

    init(_ synapse: WiredSynapse, _ alpha: Scalar, _ beta: [Scalar], _ values: [Scalar]) {
        let x: Scalar = values[synapse.excitatory]
        let y: [Scalar] = synapse.inhibitory.map { values[$0] }
        let b: [Scalar] = y.indices.map { beta[synapse.firstBeta + $0] }
        // The products of the factors before each factor, and of those after it.
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

/// Returns the x of A·x = b by Gaussian elimination with row exchanges, for the few unknowns of a cycle. NaN where A is
/// singular to working precision.
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
