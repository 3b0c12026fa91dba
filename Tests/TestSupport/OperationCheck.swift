import Differentiation
import Tensors

/// The faults of a differentiable operation, in sentences; empty if there are none.
///
/// Checks three things at the given inputs, in `Double`. Value and gradient are the same for every memory layout of
/// every input. The gradient agrees with central differences. The second derivative, where the operation has one,
/// agrees with central differences of the gradient.
///
/// - Parameters:
///   - inputs: The operation's differentiable inputs.
///   - hasSecondDerivative: False for fused kernels, which have first derivatives only.
///   - tolerance: The greatest error of the gradient against central differences; ten times as much for the second
///     derivative.
public func problems(
    of operation: ([Tensor<Double>]) -> Tensor<Double>, at inputs: [Tensor<Double>],
    hasSecondDerivative: Bool = true, tolerance: Double = 1e-7
) -> [String] {
    let value: Tensor<Double> = operation(inputs)
    let weights: Tensor<Double> = sample(value.shape, in: 0.5 ... 1.5, seed: 3)
    func loss(_ inputs: [Tensor<Double>]) -> Tensor<Double> { (operation(inputs) * weights).sum() }

    var found: [String] = []
    let gradients: [Tensor<Double>] = gradient(at: inputs, of: loss)
    for arrangement in MemoryArrangement.allCases {
        let arranged: [Tensor<Double>] = inputs.map { $0.arranged(arrangement) }
        if let problem = difference(operation(arranged), value, tolerance: 1e-12) {
            found.append("\(arrangement.rawValue) input: \(problem)")
        }
        for (index, derivative) in gradient(at: arranged, of: loss).enumerated() {
            if let problem = difference(derivative, gradients[index], tolerance: 1e-12) {
                found.append("\(arrangement.rawValue) input, gradient by input \(index): \(problem)")
            }
        }
    }
    found += broadcastProblems(operation, inputs)
    let check: GradientCheck = checkGradient(at: inputs, of: loss)
    if !(check.error <= tolerance) { found.append(check.description) }
    if hasSecondDerivative, found.isEmpty {
        let second: GradientCheck = checkGradient(at: inputs) { inputs in
            let gradients: [Tensor<Double>] = gradient(at: inputs, of: loss)
            return gradients.enumerated().reduce(Tensor(0)) { sum, derivative in
                sum
                    + (derivative.element
                    * sample(derivative.element.shape, in: 0.5 ... 1.5, seed: 5 + derivative.offset)).sum()
            }
        }
        if !(second.error <= 10 * tolerance) { found.append("second derivative: \(second)") }
    }
    return found
}

/// Compares the value for an input that is broadcast from its first slice with the value for a dense copy of that
/// input.
private func broadcastProblems(
    _ operation: ([Tensor<Double>]) -> Tensor<Double>, _ inputs: [Tensor<Double>]
) -> [String] {
    inputs.indices.compactMap { index in
        guard inputs[index].rank > 0, inputs[index].shape[0] > 0 else { return nil }
        let view: Tensor<Double> = inputs[index][0 ..< 1].broadcast(to: inputs[index].shape)
        var (broadcast, dense): ([Tensor<Double>], [Tensor<Double>]) = (inputs, inputs)
        broadcast[index] = view
        dense[index] = Tensor(view.scalars, shape: view.shape)
        return difference(operation(broadcast), operation(dense), tolerance: 1e-12).map {
            "broadcast input \(index): \($0)"
        }
    }
}
