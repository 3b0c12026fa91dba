import ComplexModule
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

    /// A constant that its type cannot represent would silently be another number.
    @Test func numbersThatATypeCannotRepresentTrap() async {
        func said(_ result: ExitTest.Result?) -> String { text(result?.standardErrorContent) }
        let fraction = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try Self.writeNumber(2.5, Int.self)
        }
        #expect(said(fraction).contains("ONNX: 2.5 is no number of type Int"))
        let complex = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try Self.writeNumber(2, Complex<Float>.self)
        }
        #expect(said(complex).contains("ONNX: 2.0 is no number of type Complex<Float>"))
        let large = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try Self.writeNumber(1e300, Int.self)
        }
        #expect(said(large).contains("ONNX: 1e+300 is no number of type Int"))
        let nan = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try Self.writeNumber(.nan, Int32.self)
        }
        #expect(said(nan).contains("ONNX: nan is no number of type Int32"))
    }

    private static func writeNumber(_ number: Double, _ type: any TensorScalar.Type) throws {
        _ = try ONNXGraphTests().file { graph, x in
            _ = graph.number(number, of: type)
            return graph.add("Exp", x[0])
        }
    }
}
