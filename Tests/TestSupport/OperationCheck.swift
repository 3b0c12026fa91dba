import Differentiation
import Tensors

/// Returns a description of each fault of a differentiable operation.
///
/// The array is empty if there are none.
///
/// Checks the operation at the given inputs, in `Double`. The value and the gradient must be the same for every memory
/// layout of the inputs. The gradient must agree with central differences. If the operation has a second derivative, it
/// must agree with central differences of the gradient.
///
/// - Parameters:
///   - operation: The operation.
///   - inputs: The differentiable inputs of the operation.
///   - hasSecondDerivative: Whether to check the second derivative. Fused kernels have only first derivatives.
///   - tolerance: The greatest allowed error of the gradient. The second derivative may have ten times this error.
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
                found.append("\(arrangement.rawValue) input, gradient with respect to input \(index): \(problem)")
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

/// Compares the operation's value for a broadcast input with its value for a dense copy of that input.
///
/// Each input is replaced in turn by its first slice, broadcast to the shape of the input.
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
