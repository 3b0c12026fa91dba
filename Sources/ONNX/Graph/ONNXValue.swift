import Interchange
import Tensors

/// A value of an ONNX graph: an input, a constant, or an output of a node.
public struct ONNXValue: Sendable, Hashable {
    /// The name, which is unique in the graph.
    public let name: String
}

/// The value of a node's attribute.
public enum ONNXAttribute: Sendable, Hashable {
    /// A number, stored as a `Float`.
    case float(Double)
    /// An integer.
    case int(Int)
    /// A list of integers.
    case ints([Int])
    /// A string.
    case string(String)
    /// A list of strings.
    case strings([String])
    /// A tensor.
    case tensor(AnyTensor)
}

extension AnyTensor {
    /// Creates a tensor that contains only `number`, with the scalar type `type`, which is known only at run time.
    /// `shape` must have one element. Traps if `type` is `Bool`, a complex type or a type that files cannot store, or
    /// if an integer type cannot represent `number`.
    init(_ number: Double, of type: any TensorScalar.Type, shape: Shape = []) {
        func make<Scalar: FileScalar>(_: Scalar.Type) -> AnyTensor? {
            // Operators do not accept complex numbers.
            guard ![.complex64, .complex128].contains(Scalar.dtype) else { return nil }
            let stored: FileNumber? =
                Scalar.dtype.isFloatingPoint ? .real(number) : Int64(exactly: number).map(FileNumber.signed)
            return stored.flatMap { Scalar($0) }.map { AnyTensor(Tensor<Scalar>([$0], shape: shape)) }
        }
        guard let type = type as? any FileScalar.Type, let tensor = make(type) else {
            fatalError("ONNX: \(number) is no number of type \(type)")
        }
        self = tensor
    }

    /// Copies a tensor whose scalar type is known only at run time. The result is `nil` for complex numbers, which ONNX
    /// operators do not accept, and for a type that files cannot store.
    init?(_ tensor: any TensorProtocol) {
        guard DType(type(of: tensor).scalarType) != nil, let tensor = tensor as? any FileTensor else { return nil }
        self = tensor.fileTensor
    }
}

private protocol FileTensor {
    var fileTensor: AnyTensor { get }
}

extension Tensor: FileTensor where Scalar: FileScalar {
    fileprivate var fileTensor: AnyTensor { AnyTensor(self) }
}

extension DType {
    /// Creates the file type of a scalar type. The result is `nil` for complex numbers, which ONNX operators do not
    /// accept, and for a type that files cannot store.
    init?(_ type: any TensorScalar.Type) {
        guard let type = type as? any FileScalar.Type, type.dtype != .complex64, type.dtype != .complex128 else {
            return nil
        }
        self = type.dtype
    }
}
