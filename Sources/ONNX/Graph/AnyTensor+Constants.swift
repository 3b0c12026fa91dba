import Foundation
import Interchange
import Tensors

extension AnyTensor {
    /// The first number as a tensor of shape `[1]`; `nil` if the tensor has no elements.
    var first: AnyTensor? {
        shape.elementCount == 0 ? nil : AnyTensor(dtype: dtype, shape: [1], bytes: Data(bytes.prefix(dtype.byteCount)))
    }

    /// The slice at position 0 of the first axis. The result keeps the first axis, with length 1. Traps if the tensor
    /// has rank 0 or if its first axis has length 0.
    var firstPart: AnyTensor {
        AnyTensor(
            dtype: dtype, shape: Shape([1] + shape.dropFirst()), bytes: Data(bytes.prefix(bytes.count / shape[0])))
    }

    /// The name of this tensor as a constant of the graph. The name is the number if the tensor has rank 0 and type
    /// `Float`, `Double` or an integer type; otherwise the name is "constant".
    var constantName: String {
        guard shape.rank == 0 else { return "constant" }
        if let number: Float = dtype == .float32 ? tensor()?.scalar : nil {
            return Self.name(Double(number), "\(number)")
        }
        if let number: Double = dtype == .float64 ? tensor()?.scalar : nil { return Self.name(number, "\(number)") }
        if let number: Int = dtype.isFloatingPoint || dtype == .bool ? nil : tensor()?.scalar { return "\(number)" }
        return "constant"
    }

    private static func name(_ number: Double, _ description: String) -> String {
        number == number.rounded() && abs(number) < 1e9 ? "\(Int(number))" : description
    }
}
