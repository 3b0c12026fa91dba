import ONNX
import Tensors
import TestSupport
import Testing

/// A lowering, which writes an operation of a trace as ONNX nodes, adds the right nodes and constants to a graph.
@Suite struct ONNXGraphTests {
    /// Returns the ONNX file of a model with the single operation `exp`, which the given lowering writes.
    private func file(_ lowering: @escaping ONNXLowerings.Lowering) throws -> ONNXFile {
        let example: Tensor<Float> = sample([2, 3])
        let lowerings: ONNXLowerings = .standard.adding("exp", lowering)
        return try ONNXFile(
            ONNXModel(of: Tensor<Float>(1), example: example, lowerings: lowerings) { _, x in x.exp() }.encoded)
    }

    @Test func equalConstantsAreAddedOnce() throws {
        let file: ONNXFile = try file { graph, x in
            let two: ONNXValue = graph.number(2, of: x.scalarType)
            let same: ONNXValue = graph.number(2, of: x.scalarType)
            let other: ONNXValue = graph.constant(Tensor<Float>([2, 2, 2]), "2")
            return graph.add("Mul", graph.add("Mul", graph.add("Mul", x[0], two), same), other)
        }
        #expect(file.graph.constants.keys.sorted() == ["2", "2_1"])
        let x: Tensor<Float> = sample([5, 3])
        #expect(difference(file(x), 8 * x, tolerance: 1e-6) == nil)
    }

    @Test func nodesHaveDifferentNames() throws {
        let file: ONNXFile = try file { graph, x in graph.add("Exp", graph.add("Exp", x[0])) }
        #expect(file.graph.nodes.map(\.name) == ["Exp", "Exp_1", "Identity"])
    }

    @Test func unusedNodesAndConstantsAreRemoved() throws {
        let file: ONNXFile = try file { graph, x in
            _ = graph.add("Mul", x[0], graph.number(3, of: x.scalarType))
            return graph.add("Exp", x[0])
        }
        #expect(file.graph.nodes.map(\.operation) == ["Exp", "Identity"] && file.graph.constants.isEmpty)
    }

    @Test func lengthsMayDependOnTheBatch() throws {
        let file: ONNXFile = try file { graph, x in
            let shape: ONNXValue = graph.lengths(x.shape + [BatchLength(constant: 2)], "shape")
            return graph.add(
                "ReduceMax", graph.add("Expand", graph.add("Unsqueeze", x[0], graph.constant([2], "axes")), shape),
                attributes: ["axes": .ints([2]), "keepdims": .int(0)])
        }
        let x: Tensor<Float> = sample([7, 3])
        #expect(file(x) == x)
    }
}
