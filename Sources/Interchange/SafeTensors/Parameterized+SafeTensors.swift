import Differentiation
import Foundation
import Tensors

extension Parameterized {
    /// All parameters and buffers by name, for example `conv1.weight`. Traps if two of them have the same name.
    public var namedTensors: [String: AnyTensor] {
        var (copy, collector): (Self, TensorCollector) = (self, TensorCollector())
        copy.visitParameters(&collector)
        return collector.tensors
    }

    /// Writes all parameters and buffers to a safetensors file under their names.
    ///
    /// The file is written atomically: after an error, an existing file is unchanged. Debug builds trap if
    /// `visitParameters` omits a tensor (see `forgottenParameters`).
    ///
    /// - Parameters:
    ///   - path: The path of the file. An existing file is replaced.
    ///   - metadata: Names and texts that are stored with the tensors.
    /// - Throws: `SafeTensorsError` with the fault `.inaccessible` if the file cannot be written.
    public func save(to path: String, metadata: [String: String] = [:]) throws(SafeTensorsError) {
        let tensors: [String: AnyTensor] = namedTensors
        requireNothingForgotten("save", tensorCount: tensors.count)
        try SafeTensorsFile(tensors, metadata: metadata).write(to: path)
    }

    /// Replaces all parameters and buffers by the tensors of the same names in a safetensors file. The numbers are
    /// converted to the model's scalar type.
    ///
    /// After an error the model is unchanged.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - strictness: Which names must be equal in the model and the file. Shapes must always be equal.
    /// - Throws: `SafeTensorsError` if the file cannot be read or does not fit the model. If the file does not fit, the
    ///   error lists every missing name, every unused name and every tensor whose shape or type does not fit.
    public mutating func load(from path: String, verifying strictness: LoadStrictness = .everything)
        throws(SafeTensorsError)
    {
        try load(from: SafeTensorsFile(contentsOf: path), verifying: strictness)
    }

    /// Replaces all parameters and buffers by the tensors of the same names in a file that is already open.
    ///
    /// After an error the model is unchanged.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - strictness: Which names must be equal in the model and the file. Shapes must always be equal.
    /// - Throws: `SafeTensorsError` if the file does not fit the model.
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

/// The rule for the names in a file and in a model. The shapes of tensors with the same name must always be equal.
public enum LoadStrictness: Sendable, Hashable {
    /// The model and the file have the same names.
    case everything
    /// The file has all names of the model and may have more.
    case names
    /// The names may differ. Only tensors whose names are in both the file and the model are loaded.
    case shapes
}

private struct TensorCollector: ParameterVisitor {
    var path: [String] = []
    var tensors: [String: AnyTensor] = [:]

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) { add(parameter) }

    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) { add(buffer.value) }

    private mutating func add<Scalar: RealScalar>(_ tensor: Tensor<Scalar>) {
        require(
            tensors.updateValue(AnyTensor(real: tensor), forKey: name) == nil,
            "save: two tensors of the model have the name '\(name)'")
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

    /// Returns the file's tensor with the current name, converted to `Scalar`. If the tensor is missing or does not
    /// fit, the method records the reason and returns `nil`.
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
        // A real scalar is Float or Double, so the cast succeeds in one of these branches.
        if Scalar.self == Float.self { return (stored.tensor() as Tensor<Float>?) as? Tensor<Scalar> }
        return (stored.tensor() as Tensor<Double>?) as? Tensor<Scalar>
    }
}
