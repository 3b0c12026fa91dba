import Differentiation
import Tensors

/// Stored tensors and buffers of a model that `visitParameters` does not reach, by the names of their properties: a
/// parameter forgotten there would silently never be trained or saved.
public func forgottenParameters<Model: Parameterized>(of model: Model) -> [String] {
    var copy: Model = model
    var visited = VisitedTensors()
    copy.visitParameters(&visited)
    var remaining: [Int] = visited.counts
    return missing(in: model, path: "", &remaining)
}

private struct VisitedTensors: ParameterVisitor {
    var path: [String] = []
    var counts: [Int] = []
    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        counts.append(parameter.count)
    }
    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) { counts.append(buffer.value.count) }
}

private func missing(in value: Any, path: String, _ remaining: inout [Int]) -> [String] {
    if let count = tensorSize(value) {
        guard let place = remaining.firstIndex(of: count) else { return [path] }
        remaining.remove(at: place)
        return []
    }
    return Mirror(reflecting: value).children.enumerated().flatMap { index, child in
        missing(in: child.value, path: path + "/" + (child.label ?? String(index)), &remaining)
    }
}

private func tensorSize(_ value: Any) -> Int? {
    switch value {
    case let tensor as Tensor<Float>: return tensor.count
    case let tensor as Tensor<Double>: return tensor.count
    case let buffer as Buffer<Float>: return buffer.value.count
    case let buffer as Buffer<Double>: return buffer.value.count
    default: return nil
    }
}
