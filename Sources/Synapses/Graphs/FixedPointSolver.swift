import Tensors

/// How the fixed point s = f(s) of a cycle is sought: by damped iteration, s ← s + damping · (f(s) − s).
public struct FixedPointSolver: Sendable, Hashable {
    /// The share of each step that is taken, above 0 and at most 1. Less damps oscillations, and takes longer.
    public var damping: Double
    /// The greatest |f(s) − s| of a settled cycle, in units of max(1, |s|); 16 roundings of the scalar unless given.
    public var tolerance: Double?
    /// Steps after which a cycle is taken for one that does not settle.
    public var iterationLimit: Int

    public init(damping: Double = 1, tolerance: Double? = nil, iterationLimit: Int = 10_000) {
        require(damping > 0 && damping <= 1, "FixedPointSolver: the damping \(damping) is not within (0, 1]")
        require(iterationLimit > 0, "FixedPointSolver: \(iterationLimit) iterations are none")
        (self.damping, self.tolerance, self.iterationLimit) = (damping, tolerance, iterationLimit)
    }
}

/// The synapses of one cycle over plain numbers, one sample at a time.
struct Cycle<Scalar: RealScalar> {
    let synapses: [WiredSynapse]
    /// α of these synapses, and β of all.
    let alpha, beta: [Scalar]
    /// The neurons at whose values the members' iteration begins.
    let starts: [Int?]
    /// The position of a neuron among those of the cycle.
    private let member: [Int: Int]

    init(_ synapses: [WiredSynapse], starts: [Int?], alpha: [Scalar], beta: [Scalar]) {
        (self.synapses, self.starts, self.alpha, self.beta) = (synapses, starts, alpha, beta)
        member = Dictionary(uniqueKeysWithValues: synapses.enumerated().map { ($0.element.output, $0.offset) })
    }

    /// What each synapse makes of the neurons' values.
    private func step(_ values: [Scalar]) -> [Scalar] {
        synapses.enumerated().map { index, synapse in
            var product: Scalar = alpha[index] * values[synapse.excitatory]
            for (offset, neuron) in synapse.inhibitory.enumerated() {
                product *= 1 - beta[synapse.firstBeta + offset] * values[neuron]
            }
            return product
        }
    }

    /// Moves the cycle's neurons to their fixed point, the others being given; answers the steps made and the residual.
    func settle(_ values: inout [Scalar], _ solver: FixedPointSolver) -> (iterations: Int, residual: Double) {
        let tolerance: Double = solver.tolerance ?? 16 * Double(Scalar.ulpOfOne)
        let damping = Scalar(solver.damping)
        var residual = Double.infinity
        for iteration in 1 ... solver.iterationLimit {
            residual = 0
            for (synapse, new) in zip(synapses, step(values)) {
                let old: Scalar = values[synapse.output]
                let distance: Double = abs(Double(new - old)) / max(1, abs(Double(old)))
                // NaN is no residual that a maximum would keep.
                residual = distance.isNaN ? .infinity : max(residual, distance)
                values[synapse.output] = old + damping * (new - old)
            }
            if residual <= tolerance { return (iteration, residual) }
            if !residual.isFinite { return (iteration, residual) }
        }
        return (solver.iterationLimit, residual)
    }

    /// Derivatives at the fixed point: for a derivative g by the cycle's neurons, λ with (I − Jᵀ) λ = g is how much each
    /// synapse's output counts, all rounds of the cycle included, and everything else is λ times a synapse's own slopes.
    ///
    /// Where I − J is singular, and so no derivative exists, all of it is NaN.
    func addDerivatives(
        of cotangent: [Scalar], at values: [Scalar], neurons: inout [Scalar], alpha alphaSlope: inout [Scalar],
        beta betaSlope: inout [Scalar]
    ) {
        let count: Int = synapses.count
        let slopes: [SynapseSlopes<Scalar>] = synapses.indices.map {
            SynapseSlopes(synapses[$0], alpha[$0], beta, values)
        }
        // Row q of I − Jᵀ: the neuron q's slopes of all synapses p.
        var matrix = [Scalar](repeating: 0, count: count * count)
        for p in 0 ..< count {
            matrix[p * count + p] += 1
            for (neuron, slope) in slopes[p].byNeuron {
                if let q = member[neuron] { matrix[q * count + p] -= slope }
            }
        }
        let lambda: [Scalar] = solveLinearSystem(matrix, cotangent)
        for (p, synapse) in synapses.enumerated() {
            for (neuron, slope) in slopes[p].byNeuron where member[neuron] == nil {
                neurons[neuron] += lambda[p] * slope
            }
            // Where a cycle begins does not move an isolated fixed point; where it is not isolated, λ is NaN.
            if let start = starts[p] { neurons[start] += lambda[p] * 0 }
            alphaSlope[p] += lambda[p] * slopes[p].byAlpha
            for (offset, slope) in slopes[p].byBeta.enumerated() {
                betaSlope[synapse.firstBeta + offset] += lambda[p] * slope
            }
        }
    }
}

/// The partial derivatives of one synapse, α·x·∏_k (1 − β_k·y_k). Factors that are 0 divide nothing.
private struct SynapseSlopes<Scalar: RealScalar> {
    private(set) var byNeuron: [(neuron: Int, slope: Scalar)] = []
    private(set) var byAlpha: Scalar = 0
    private(set) var byBeta: [Scalar] = []

    init(_ synapse: WiredSynapse, _ alpha: Scalar, _ beta: [Scalar], _ values: [Scalar]) {
        let x: Scalar = values[synapse.excitatory]
        let y: [Scalar] = synapse.inhibitory.map { values[$0] }
        let b: [Scalar] = y.indices.map { beta[synapse.firstBeta + $0] }
        // The product of the factors before each one, and of those behind it.
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

/// The x of A·x = b by Gaussian elimination with row exchange, for the few unknowns of a cycle; NaN where A is singular to
/// working precision.
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
