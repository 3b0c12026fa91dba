import Tensors

extension Parameterized {
    /// The stored tensors and buffers of real numbers that `visitParameters` does not reach, by their place in the model:
    /// `["blocks.0.bias"]`. Nothing trains or saves them.
    ///
    /// Found by reflection, in properties, optionals, arrays, dictionaries and nested values. What is declared `@Constant`
    /// does not count, nor do empty tensors. Costs one visit and one walk over all stored values, without a copy of any
    /// tensor.
    ///
    /// Debug builds look for them the first time that a model of a type is optimized or saved, and trap.
    public var forgottenParameters: [String] { forgotten.map(\.place) }

    fileprivate var forgotten: [ForgottenParameter] {
        var (copy, marker): (Self, Marker) = (self, Marker())
        copy.visitParameters(&marker)
        var search = Search()
        search.look(at: copy, owner: "\(Self.self)", path: [])
        return search.found
    }

    /// Traps, in debug builds, where `visitParameters` forgets a tensor. Looks once at each type; containers such as
    /// `Sequential` have one type and many contents, so that a type is looked at again with another number of tensors.
    ///
    /// - Parameter tensorCount: How many tensors the model has.
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
    /// The type that stores the tensor, and its property.
    let owner, field: String
    let place: String
}

/// A number that no model holds by chance: every visited tensor becomes this number, so that a stored tensor of other
/// numbers is one that was not visited.
private let mark = 0x1.b5a5a4p-101

private struct Marker: ParameterVisitor {
    var path: [String] = []

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        parameter = marked(parameter.shape)
    }

    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) {
        buffer = Buffer(marked(buffer.value.shape))
    }

    /// One number seen at every index.
    private func marked<Scalar: RealScalar>(_ shape: Shape) -> Tensor<Scalar> {
        Tensor<Scalar>(Scalar(mark)).broadcast(to: shape)
    }
}

private protocol StoredTensor {
    var isUnmarked: Bool { get }
}

extension Tensor: StoredTensor {
    /// Integers and complex numbers are not learned: a tensor of these is never forgotten.
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

private struct Search {
    var found: [ForgottenParameter] = []
    private var seen: Set<ObjectIdentifier> = []

    mutating func look(at value: Any, owner: String, path: [String]) {
        if value is any HeldConstant { return }
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
                // The numbers of a long list of indices need not be looked at one by one.
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
