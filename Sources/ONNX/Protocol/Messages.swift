import Foundation
import Interchange
internal import SwiftProtobuf
import Tensors

extension DType {
    /// ONNX's number for this type, from the enumeration `TensorProto.DataType`.
    var onnxCode: Int {
        switch self {
        case .float32: return 1
        case .uint8: return 2
        case .int8: return 3
        case .uint16: return 4
        case .int16: return 5
        case .int32: return 6
        case .int64: return 7
        case .bool: return 9
        case .float16: return 10
        case .float64: return 11
        case .uint32: return 12
        case .uint64: return 13
        case .complex64: return 14
        case .complex128: return 15
        case .bfloat16: return 16
        }
    }
}

extension Onnx_TensorProto {
    /// Creates a message with the tensor's type, shape and numbers. The message has no name.
    init(_ tensor: AnyTensor) {
        self.init()
        dims = tensor.shape.map { Int64($0) }
        dataType = Int32(tensor.dtype.onnxCode)
        rawData = tensor.bytes
    }
}

extension Onnx_AttributeProto {
    /// Creates an attribute with a constant value.
    init(_ name: String, _ value: ONNXAttribute) {
        self.init()
        self.name = name
        switch value {
        case .float(let number): (type, f) = (.float, Float(number))
        case .int(let number): (type, i) = (.int, Int64(number))
        case .ints(let numbers): (type, ints) = (.ints, numbers.map { Int64($0) })
        case .string(let word): (type, s) = (.string, Data(word.utf8))
        case .strings(let words): (type, strings) = (.strings, words.map { Data($0.utf8) })
        case .tensor(let tensor): (type, t) = (.tensor, Onnx_TensorProto(tensor))
        }
    }

    /// Creates an attribute whose value is a graph, such as the body of a loop.
    init(_ name: String, _ graph: Onnx_GraphProto) {
        self.init()
        (self.name, type, g) = (name, .graph, graph)
    }
}

extension Onnx_ValueInfoProto {
    /// Creates the description of a value. If `shape` is `nil`, the value may have any shape. A length that depends on
    /// the batch size N is stored as text, such as `N` or `2·N`.
    init(_ name: String, _ dtype: DType, shape: [BatchLength]? = nil) {
        self.init()
        self.name = name
        type.tensorType.elemType = Int32(dtype.onnxCode)
        guard let shape else { return }
        // An empty shape is stored too, because a message without a shape allows any shape.
        type.tensorType.shape = Onnx_TensorShapeProto()
        type.tensorType.shape.dim = shape.map { length in
            var dimension = Onnx_TensorShapeProto.Dimension()
            if let fixed = length.fixed {
                dimension.dimValue = Int64(fixed)
            } else {
                dimension.dimParam = length.description
            }
            return dimension
        }
    }
}
