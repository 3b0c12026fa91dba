import Differentiation
import Tensors

/// What differs between an operation and a case of the reference file, in value and in every derivative that the case
/// holds; nothing where they agree.
///
/// - Parameters:
///   - inputs: The names of the operation's inputs in the case, in the order that `operation` takes them.
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
    let slopes: [Tensor<Double>] = gradientOf(operation, inputs, reference.tensor("outputGradient"))
    for (name, slope) in zip(names, slopes) where reference.has(name + "Gradient") {
        if let problem = difference(slope, reference.tensor(name + "Gradient"), tolerance: 10 * tolerance) {
            found.append("\(reference), gradient by \(name): \(problem)")
        }
    }
    return found
}
