import Tensors

extension Parameterized {
    /// The paths of stored real tensors and buffers that `visitParameters` does not visit, for example
    /// `["blocks.0.bias"]`. Nothing trains or saves them.
    ///
    /// Reflection finds them in properties, optionals, arrays, dictionaries and nested values. Empty tensors and values
    /// that are declared `@Constant` are skipped. The search visits all stored values once and copies no tensor.
    ///
    /// Debug builds search once for each type of model, when it is first optimized or saved, and trap if they find such
    /// a tensor.
    public var forgottenParameters: [String] { forgotten.map(\.place) }

    fileprivate var forgotten: [ForgottenParameter] {
        var (copy, marker): (Self, Marker) = (self, Marker())
        copy.visitParameters(&marker)
        var search = Search()
        search.look(at: copy, owner: "\(Self.self)", path: [])
        return search.found
    }

    /// Traps, in debug builds, if `visitParameters` forgets a tensor.
    ///
    /// Searches once for each type and number of tensors. The number matters because containers such as `Sequential`
    /// have one type and many contents.
    ///
    /// - Parameters:
    ///   - operation: The operation to name in the trap.
    ///   - tensorCount: The number of tensors of the model.
    package func requireNothingForgotten(_ operation: String, tensorCount: Int) {
        #if DEBUG
        let key = CheckedModel(type: ObjectIdentifier(Self.self), tensorCount: tensorCount)
        guard checkedModels.withLock({ $0.insert(key).inserted }), let first = forgotten.first else { return }
        fatalError(
            "\(operation): visitParameters of \(first.owner) does not visit '\(first.field)' (\(first.place) in "
                + "\(Self.self)), so nothing would train or save it. Visit it, or declare it @Constant if it is to stay "
                + "as it is.")
        #endif
    }
}

#if DEBUG
private struct CheckedModel: Hashable {
    let type: ObjectIdentifier
    let tensorCount: Int
}

private let checkedModels = LockedState<Set<CheckedModel>>([])
#endif

private struct ForgottenParameter {
    /// The type that stores the tensor, and the name of its property.
    let owner, field: String
    /// The path to the tensor in the model.
    let place: String
}

/// A number that is very unlikely to occur in a model. The visitor fills every tensor with it, so a stored tensor with
/// another first element was not visited.
private let mark = 0x1.b5a5a4p-101

/// Fills every visited tensor with `mark`.
private struct Marker: ParameterVisitor {
    var path: [String] = []

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        parameter = marked(parameter.shape)
    }

    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) {
        buffer = Buffer(marked(buffer.value.shape))
    }

    /// `mark` in every element: a broadcast view of one number.
    private func marked<Scalar: RealScalar>(_ shape: Shape) -> Tensor<Scalar> {
        Tensor<Scalar>(Scalar(mark)).broadcast(to: shape)
    }
}

private protocol StoredTensor {
    /// Whether the visitor did not fill the tensor.
    var isUnmarked: Bool { get }
}

extension Tensor: StoredTensor {
    /// False for integers and complex numbers, which are never learned.
    fileprivate var isUnmarked: Bool {
        if count == 0 { return false }
        let first: Scalar = withExtendedLifetime(self) { address.pointee }
        guard let number = first as? any BinaryFloatingPoint else { return false }
        return Double(number) != mark
    }
}

extension Buffer: StoredTensor {
    fileprivate var isUnmarked: Bool { value.isUnmarked }
}

/// The search of a model's stored values for tensors that were not visited.
private struct Search {
    var found: [ForgottenParameter] = []
    private var seen: Set<ObjectIdentifier> = []

    mutating func look(at value: Any, owner: String, path: [String]) {
        if value is any DeclaredConstant { return }
        if let tensor = value as? any StoredTensor {
            if tensor.isUnmarked {
                found.append(
                    ForgottenParameter(owner: owner, field: path.last ?? "", place: path.joined(separator: ".")))
            }
            return
        }
        let mirror = Mirror(reflecting: value)
        if mirror.displayStyle == .class, !seen.insert(ObjectIdentifier(value as AnyObject)).inserted { return }
        for (index, child) in mirror.children.enumerated() {
            switch mirror.displayStyle {
            case .optional: look(at: child.value, owner: owner, path: path)
            case .collection, .set:
                // An array of numbers or strings contains no tensor and may be long, so it is not searched.
                if isNumberOrText(child.value) { return }
                fallthrough
            case .dictionary, .tuple:
                look(at: child.value, owner: owner, path: path + [child.label ?? String(index)])
            default:
                look(at: child.value, owner: "\(mirror.subjectType)", path: path + [child.label ?? String(index)])
            }
        }
    }

    private func isNumberOrText(_ value: Any) -> Bool {
        value is any BinaryInteger || value is any BinaryFloatingPoint || value is Bool || value is any StringProtocol
    }
}
