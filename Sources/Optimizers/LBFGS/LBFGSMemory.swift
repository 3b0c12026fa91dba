import Tensors

/// The last steps and gradient changes of L-BFGS. L-BFGS approximates the inverse Hessian H from these vectors. Each
/// vector contains all parameters that the optimizer changes.
struct LBFGSMemory {
    /// The gradient of the previous iteration; `nil` before the first iteration.
    private(set) var previousGradient: Tensor<Double>?
    var move = Tensor<Double>(zeros: [0])
    /// Pairs of a step and the change of the gradient during this step, the oldest pair first.
    private var pairs: [(move: Tensor<Double>, change: Tensor<Double>)] = []
    /// Whether the last call of `direction(at:historySize:)` belonged to the first iteration, which has no previous
    /// gradient.
    private(set) var isFirst = false

    /// Creates a memory from the saved value of `tensors`. An empty list creates an empty memory.
    init(_ tensors: [Tensor<Double>]) {
        guard tensors.count >= 2 else { return }
        (previousGradient, move) = (tensors[0], tensors[1])
        pairs = stride(from: 2, to: tensors.count - 1, by: 2).map { (tensors[$0], tensors[$0 + 1]) }
    }

    /// The gradient and the step of the last iteration, then the step and the gradient change of each pair. The list is
    /// empty before the first iteration.
    var tensors: [Tensor<Double>] {
        guard let previousGradient else { return [] }
        return [previousGradient, move] + pairs.flatMap { [$0.move, $0.change] }
    }

    /// Adds the pair of the last step and the gradient change to the memory, and returns the direction −H g, where g is
    /// `gradient` and H approximates the inverse Hessian. The memory keeps at most `historySize` pairs. The cost is 4 ·
    /// `historySize` passes over the gradient.
    mutating func direction(at gradient: Tensor<Double>, historySize: Int) -> Tensor<Double> {
        isFirst = previousGradient == nil
        if let previousGradient { takeIn(gradient - previousGradient, historySize) }
        previousGradient = gradient
        move = Tensor(zeros: gradient.shape)
        var direction: Tensor<Double> = -gradient
        var weights: [Double] = []
        for pair in pairs.reversed() {
            let weight: Double = pair.move.dot(direction) / pair.change.dot(pair.move)
            direction = direction - pair.change * weight
            weights.append(weight)
        }
        guard let last = pairs.last else { return direction }
        direction = direction * (last.change.dot(last.move) / last.change.dot(last.change))
        for (pair, weight) in zip(pairs, weights.reversed()) {
            let other: Double = pair.change.dot(direction) / pair.change.dot(pair.move)
            direction = direction + pair.move * (weight - other)
        }
        return direction
    }

    /// Adds the pair of the last step and the gradient change `change`, and removes the oldest pairs until at most
    /// `historySize` pairs remain. If the dot product of the step and the change is at most 10⁻¹⁰, the method omits the
    /// pair, because a product that is not positive would make the approximation of the inverse Hessian indefinite.
    private mutating func takeIn(_ change: Tensor<Double>, _ historySize: Int) {
        guard change.dot(move) > 1e-10 else { return }
        pairs.append((move, change))
        pairs.removeFirst(max(0, pairs.count - historySize))
    }
}

extension Tensor<Double> {
    func dot(_ other: Tensor<Double>) -> Double { (self * other).sum().scalar }

    var greatestMagnitude: Double { count == 0 ? 0 : abs().max().scalar }

    var isFinite: Bool { (self * 0).sum().scalar == 0 }
}
