import Differentiation
import Tensors

/// Returns a description of each fault of a differentiable operation.
///
/// The array is empty if the operation has no faults.
///
/// The function checks the operation at the given inputs. The value and the gradient must be the same for every memory
/// layout of the inputs. The gradient must agree with central differences. The second derivative, if there is one, must
/// agree with central differences of the gradient.
///
/// - Parameters:
///   - operation: Returns the value of the operation for its inputs.
///   - inputs: The inputs with respect to which the operation is differentiable.
///   - hasSecondDerivative: Whether the function checks the second derivative. Operations that are computed by a fused
///     kernel have only a first derivative.
///   - tolerance: The greatest allowed error of the gradient, relative to max(1, |derivative|). The second derivative
///     may have ten times this error.
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

/// Compares the operation's value for a broadcast input with the value for a dense copy of this input, and returns the
/// differences.
///
/// The function checks each input separately. The broadcast input is the first slice of the original input, broadcast
/// to the original shape.
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
