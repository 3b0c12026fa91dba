import Differentiation
import Foundation
import Tensors

extension Parameterized {
    /// All parameters and buffers under their names, `conv1.weight`.
    public var namedTensors: [String: AnyTensor] {
        var (copy, collector): (Self, TensorCollector) = (self, TensorCollector())
        copy.visitParameters(&collector)
        return collector.tensors
    }

    /// Writes all parameters and buffers to a safetensors file under their names: whole, or not at all.
    ///
    /// Debug builds trap where `visitParameters` forgets a tensor: see `forgottenParameters`.
    public func save(to path: String, metadata: [String: String] = [:]) throws(SafeTensorsError) {
        let tensors: [String: AnyTensor] = namedTensors
        requireNothingForgotten("save", tensorCount: tensors.count)
        try SafeTensorsFile.write(tensors, metadata: metadata, to: path)
    }

    /// Replaces all parameters and buffers by those of a safetensors file, converted to the model's type of number.
    ///
    /// - Parameter strictness: What may differ.
    /// - Throws: One error that lists every missing, unused and mis-shaped name; the model is then as it was.
    public mutating func load(from path: String, verifying strictness: LoadStrictness = .everything)
        throws(SafeTensorsError)
    {
        try load(from: SafeTensorsFile(contentsOf: path), verifying: strictness)
    }

    /// The same from a file that is open already.
    public mutating func load(from file: SafeTensorsFile, verifying strictness: LoadStrictness = .everything)
        throws(SafeTensorsError)
    {
        var (copy, loader): (Self, TensorLoader) = (self, TensorLoader(file: file))
        copy.visitParameters(&loader)
        let unused: [String] = file.names.filter { !loader.seen.contains($0) }
        let missing: [String] = strictness == .everything || strictness == .names ? loader.missing : []
        let extra: [String] = strictness == .everything ? unused : []
        guard missing.isEmpty, extra.isEmpty, loader.misshaped.isEmpty else {
            throw SafeTensorsError(
                path: file.path, .mismatch(missing: missing, unused: extra, misshaped: loader.misshaped))
        }
        self = copy
    }
}

/// How much of a file has to fit a model. Shapes always have to.
public enum LoadStrictness: Sendable, Hashable {
    /// The model's names and the file's are the same.
    case everything
    /// The file has all of the model's names, and may have others.
    case names
    /// What both have is loaded.
    case shapes
}

private struct TensorCollector: ParameterVisitor {
    var path: [String] = []
    var tensors: [String: AnyTensor] = [:]

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) { add(parameter) }

    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) { add(buffer.value) }

    private mutating func add<Scalar: RealScalar>(_ tensor: Tensor<Scalar>) {
        precondition(
            tensors.updateValue(AnyTensor(real: tensor), forKey: name) == nil,
            "save: the name '\(name)' stands twice in the model")
    }
}

private struct TensorLoader: ParameterVisitor {
    let file: SafeTensorsFile
    var path: [String] = []
    var missing: [String] = []
    var misshaped: [SafeTensorsError.Misshaped] = []
    var seen: Set<String> = []

    init(file: SafeTensorsFile) { self.file = file }

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        if let loaded: Tensor<Scalar> = found(of: parameter.shape) { parameter = loaded }
    }

    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) {
        if let loaded: Tensor<Scalar> = found(of: buffer.value.shape) { buffer = Buffer(loaded) }
    }

    /// The file's tensor of the present name, if it fits; else a note of why not.
    private mutating func found<Scalar: RealScalar>(of shape: Shape) -> Tensor<Scalar>? {
        seen.insert(name)
        guard let stored = try? file.anyTensor(name) else {
            missing.append(name)
            return nil
        }
        let isReal: Bool = stored.dtype.isFloatingPoint
        guard isReal, stored.shape == shape else {
            misshaped.append(
                .init(
                    name: name, expected: shape.dimensions, found: stored.shape.dimensions,
                    type: isReal ? nil : stored.dtype))
            return nil
        }
        // Both real types are written in files: one of the two casts holds.
        if Scalar.self == Float.self { return (stored.tensor() as Tensor<Float>?) as? Tensor<Scalar> }
        return (stored.tensor() as Tensor<Double>?) as? Tensor<Scalar>
    }
}
