import Differentiation
import Optimizers
import Tensors

/// Returns the properties of an optimizer that a checkpoint would lose: properties outside of its `state` that a step
/// changes, and properties that contain objects, which cannot be inspected.
///
/// The function makes a step along a gradient of zeros on copies of the optimizer and the model, and compares the
/// properties before and after the step. The optimizers of this library keep nothing outside of their state, so the
/// function returns no name for them.
func unsavedState<Model: Parameterized>(of optimizer: any Optimizer, for model: Model) -> [String] {
    if optimizer is any StateOnlyOptimizer { return [] }
    var (trial, copy): (any Optimizer, Model) = (optimizer, model)
    trial.update(&copy, along: model.zeros())
    let (before, after): ([String: Digest], [String: Digest]) = (digests(of: optimizer), digests(of: trial))
    let names: Set<String> = Set(before.keys).union(after.keys)
    return names.filter { before[$0] != after[$0] || after[$0]?.holdsObject == true }.sorted()
}

/// The value of a stored property, in a form that `==` can compare.
private struct Digest: Equatable {
    var words: [String] = []
    var tensors: [[Double]] = []
    var holdsObject = false
}

/// Returns a digest of every stored property except `state`. The keys are the names of the properties.
private func digests(of optimizer: any Optimizer) -> [String: Digest] {
    var result: [String: Digest] = [:]
    for case let (name?, value) in Mirror(reflecting: optimizer).children where name != "state" {
        var digest = Digest()
        add(value, to: &digest)
        result[name] = digest
    }
    return result
}

private func add(_ value: Any, to digest: inout Digest) {
    switch value {
    case let tensor as Tensor<Float>: digest.tensors.append(tensor.scalars.map { Double($0) })
    case let tensor as Tensor<Double>: digest.tensors.append(tensor.scalars)
    case let tensor as Tensor<Int>: digest.words.append("\(tensor.scalars)")
    default:
        let mirror = Mirror(reflecting: value)
        if mirror.displayStyle == .class {
            digest.holdsObject = true
        } else if mirror.children.isEmpty {
            digest.words.append("\(value)")
        } else {
            digest.words.append("\(mirror.subjectType)")
            for child in mirror.children { add(child.value, to: &digest) }
        }
    }
}
