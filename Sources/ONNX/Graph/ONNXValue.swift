import Interchange
import Tensors

/// What flows along an edge of an ONNX graph: an input, a constant, or what a node computes.
public struct ONNXValue: Sendable, Hashable {
    /// The name, which the graph has once.
    public let name: String
}

/// A constant of a node.
public enum ONNXAttribute: Sendable, Hashable {
    case float(Double)
    case int(Int)
    case ints([Int])
    case strings([String])
    case tensor(AnyTensor)
}

extension AnyTensor {
    /// A single number of the type of a tensor's elements.
    init(_ number: Double, of type: any TensorScalar.Type, shape: Shape = []) {
        func make<Scalar: FileScalar>(_: Scalar.Type) -> AnyTensor? {
            let isReal: Bool = Scalar.dtype.isFloatingPoint
            return Scalar(isReal ? .real(number) : .signed(Int64(number))).map { scalar in
                AnyTensor(Tensor<Scalar>([scalar], shape: shape))
            }
        }
        guard let type = type as? any FileScalar.Type, let tensor = make(type) else {
            preconditionFailure("ONNX: \(number) is no number of type \(type)")
        }
        self = tensor
    }

    /// A tensor whose type is known only as the program runs; nothing for complex numbers, which operators do not take.
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
    /// The type in which a tensor's elements are written; nothing for complex numbers, which operators do not take.
    init?(_ type: any TensorScalar.Type) {
        guard let type = type as? any FileScalar.Type, type.dtype != .complex64, type.dtype != .complex128 else {
            return nil
        }
        self = type.dtype
    }
}
