// Compiles the tests only in a debug build, because `@testable` needs a debug build: the tests use the internal
// initializer of nodes.
#if DEBUG
import Foundation
import Tensors
import Testing

@testable import TestSupport

/// The operators return values that follow from their definitions at onnx.ai, or that are computed by hand.
@Suite struct ONNXOperatorsTests {
    private typealias Attributes = [(name: String, integers: [Int])]

    /// Returns a node, as it would be read from a file. An attribute is a list of integers if `lists` contains its
    /// name; otherwise the attribute is a single integer.
    private func node(_ operation: String, _ attributes: Attributes = [], lists: Set<String> = []) -> ONNXFileGraph.Node
    {
        let fields: [String: ProtobufFields] = Dictionary(
            uniqueKeysWithValues: attributes.map { name, integers in
                let field: UInt8 = lists.contains(name) ? 8 : 3
                let bytes: [UInt8] = integers.flatMap { [field << 3] + Self.varint($0) }
                return (name, ProtobufFields(Data(bytes)))
            })
        return ONNXFileGraph.Node(name: operation, operation: operation, inputs: [], outputs: [], attributes: fields)
    }

    private static func varint(_ integer: Int) -> [UInt8] {
        var (value, bytes): (UInt64, [UInt8]) = (UInt64(bitPattern: Int64(integer)), [])
        while value > 127 {
            bytes.append(UInt8(value & 127) | 128)
            value >>= 7
        }
        return bytes + [UInt8(value)]
    }

    private let x = Tensor<Double>([[1, -2, 3], [4, 5, -6]])

    @Test func reductionsAndPositions() {
        let lists: Set<String> = ["axes"]
        #expect(node("ReduceSum").run([x, Tensor([1])], [:]) == [Tensor([[2], [3]])])
        #expect(node("ReduceMean", [("axes", [0])], lists: lists).run([x], [:]) == [Tensor([[2.5, 1.5, -1.5]])])
        #expect(
            node("ReduceMax", [("axes", [1]), ("keepdims", [0])], lists: lists).run([x], [:]) == [Tensor([3, 5])])
        #expect(node("ReduceProd", [("keepdims", [0])]).run([x], [:]) == [Tensor(720)])
        #expect(node("ArgMax", [("axis", [1])]).run([x], [:]) == [Tensor([[2], [1]])])
        #expect(node("ArgMin", [("axis", [0]), ("keepdims", [0])]).run([x], [:]) == [Tensor([0, 0, 1])])
    }

    @Test func shapes() {
        let perm: Set<String> = ["perm"]
        #expect(node("Transpose", [("perm", [1, 0])], lists: perm).run([x], [:]) == [x.transposed()])
        #expect(node("Reshape").run([x, Tensor([3, 2])], [:]) == [Tensor([[1, -2], [3, 4], [5, -6]])])
        #expect(node("Expand").run([Tensor([[1], [2]]), Tensor([2, 2])], [:]) == [Tensor([[1, 1], [2, 2]])])
        #expect(node("Shape", [("start", [0]), ("end", [2])]).run([x], [:]) == [Tensor([2, 3])])
        let pads = Tensor<Double>([0, 1, 1, 0])
        #expect(
            node("Pad").run([Tensor([[1, 2]]), pads, Tensor(9)], [:]) == [Tensor([[9, 1, 2], [9, 9, 9]])])
        let slice: [Tensor<Double>] = [x, Tensor([0]), Tensor([3]), Tensor([1]), Tensor([2])]
        #expect(node("Slice").run(slice, [:]) == [Tensor([[1, 3], [4, -6]])])
        #expect(
            node("GatherElements", [("axis", [1])]).run([x, Tensor([[2], [0]])], [:]) == [Tensor([[3], [4]])])
        let parts: [Tensor<Double>] = node("Split", [("axis", [1])]).run([x, Tensor([1, 2])], [:])
        #expect(parts == [Tensor([[1], [4]]), Tensor([[-2, 3], [5, -6]])])
    }

    @Test func functionsOfElements() {
        #expect(node("Clip").run([x, Tensor(-1), Tensor(2)], [:]) == [Tensor([[1, -1, 2], [2, 2, -1]])])
        #expect(node("Where").run([Tensor([1, 0]), Tensor([5, 6]), Tensor([7, 8])], [:]) == [Tensor([5, 8])])
        #expect(node("Cast", [("to", [7])]).run([Tensor([-1.75, 2.5])], [:]) == [Tensor([-1, 2])])
        #expect(node("Cast", [("to", [1])]).run([Tensor([-1.75, 2.5])], [:]) == [Tensor([-1.75, 2.5])])
        #expect(node("Det").run([Tensor([[[2, 1, 0], [0, 3, 1], [1, 0, 1]]])], [:]) == [Tensor([7])])
    }

    @Test func aMissingAttributeTraps() async {
        await #expect(processExitsWith: .failure) {
            _ = ONNXOperatorsTests().node("Transpose").run([Tensor([[1, 2]])], [:])
        }
    }
}
#endif
