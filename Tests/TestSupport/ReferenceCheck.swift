import Differentiation
import Tensors

/// Compares an operation with a reference case.
///
/// Returns a description of each difference; the array is empty if there is none.
///
/// If the values agree, the function also compares every gradient that the case contains. A gradient may have ten times
/// the error of the value.
///
/// - Parameters:
///   - reference: The reference case.
///   - names: The names of the operation's inputs in the case, in the order of the operation's operands.
///   - tolerance: The greatest allowed error of an element of the value, relative to max(1, |expected element|).
///   - operation: Returns the value of the operation for its operands.
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
            found.append("\(reference), gradient with respect to \(name): \(problem)")
        }
    }
    return found
}
