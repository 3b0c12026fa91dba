import Tensors

extension Parameterized {
    /// The paths of the stored tensors and buffers of real numbers that `visitParameters` does not visit, for example
    /// `["blocks.0.bias"]`. No optimizer changes these tensors, and no file contains them.
    ///
    /// The search uses reflection. It looks into properties, optionals, arrays, sets, dictionaries, tuples and nested
    /// values. It skips empty tensors and values that are declared `@Constant`. The search looks at every stored value,
    /// but copies no tensor.
    ///
    /// Debug builds run this search when a model of a type is first optimized or saved, and trap if the search finds a
    /// tensor.
    public var forgottenParameters: [String] { forgotten.map(\.place) }

    fileprivate var forgotten: [ForgottenParameter] {
        var (copy, marker): (Self, Marker) = (self, Marker())
        copy.visitParameters(&marker)
        var search = Search()
        search.look(at: copy, owner: "\(Self.self)", path: [])
        return search.found
    }

    /// Traps in debug builds if `visitParameters` does not visit a stored tensor. Does nothing in release builds.
    ///
    /// The method searches once for each type of model and number of tensors. The number matters because a container
    /// such as `Sequential` may have different contents in values of the same type.
    ///
    /// - Parameters:
    ///   - operation: The name of the operation, which the message of the trap contains.
    ///   - tensorCount: The number of tensors that `visitParameters` visits.
    package func requireNothingForgotten(_ operation: String, tensorCount: Int) {
        #if DEBUG
        let key = CheckedModel(type: ObjectIdentifier(Self.self), tensorCount: tensorCount)
        guard checkedModels.withLock({ $0.insert(key).inserted }), let first = forgotten.first else { return }
        fatalError(
            "\(operation): visitParameters of \(first.owner) does not visit '\(first.field)' (\(first.place) in "
                + "\(Self.self)), so no optimizer would change it and no file would contain it. Visit it, or "
                + "declare it @Constant.")
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
    /// The type that stores the tensor, and the name of the property with the tensor.
    let owner, field: String
    /// The path to the tensor in the model.
    let place: String
}

/// A number that is very unlikely to occur in a model. `Marker` fills every visited tensor with this number. If the
/// first element of a stored tensor is a different number, the tensor was not visited.
private let mark = 0x1.b5a5a4p-101

/// A visitor that replaces every visited tensor by a tensor whose elements are all `mark`.
private struct Marker: ParameterVisitor {
    var path: [String] = []

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        parameter = marked(parameter.shape)
    }

    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) {
        buffer = Buffer(marked(buffer.value.shape))
    }

    /// Returns a tensor of shape `shape` whose elements are all `mark`. The tensor is a broadcast view of a single
    /// number, so it needs little memory.
    private func marked<Scalar: RealScalar>(_ shape: Shape) -> Tensor<Scalar> {
        Tensor<Scalar>(Scalar(mark)).broadcast(to: shape)
    }
}

private protocol StoredTensor {
    /// Whether the first element of the tensor is not `mark`. The value is false for a tensor that needs no visit.
    var isUnmarked: Bool { get }
}

extension Tensor: StoredTensor {
    /// The value is false for empty tensors, and for tensors of integers and complex numbers, which are never learned.
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

/// A search of the stored values of a model for tensors that were not visited.
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
