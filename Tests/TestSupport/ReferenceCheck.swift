import Differentiation
import Tensors

/// The differences between an operation and a reference case, in value and in every gradient that the case contains;
/// empty if they agree.
///
/// - Parameters:
///   - inputs: The names of the operation's inputs in the case, in the order of the operation's operands.
public func problems(
    against reference: ReferenceCase, inputs names: [String], tolerance: Double = 1e-12,
    of operation: ([Tensor<Double>]) -> Tensor<Double>
) -> [String] {
    let inputs: [Tensor<Double>] = names.map { reference.tensor($0) }
    var found: [String] = []
    if let problem = difference(operation(inputs), reference.tensor("output"), tolerance: tolerance) {
        found.append("\(reference): \(problem)")
    }
    guard reference.has("outputGradient"), found.isEmpty else { return found }
    let gradients: [Tensor<Double>] = gradientOf(operation, inputs, reference.tensor("outputGradient"))
    for (name, derivative) in zip(names, gradients) where reference.has(name + "Gradient") {
        if let problem = difference(derivative, reference.tensor(name + "Gradient"), tolerance: 10 * tolerance) {
            found.append("\(reference), gradient by \(name): \(problem)")
        }
    }
    return found
}
