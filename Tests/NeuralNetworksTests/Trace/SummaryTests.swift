import Differentiation
import NeuralNetworks
import Tensors
import Testing

/// A network that reshapes with the batch's own length, and uses one layer twice.
private struct Network: Module {
    var conv: Conv2D<Float>
    var norm = BatchNorm<Float>(4)
    var shared: Linear<Float>
    var unused = Tensor<Float>(zeros: [5])

    init() {
        var generator = PhiloxGenerator(seed: 1)
        conv = Conv2D(1, 4, kernel: 3, using: &generator)
        shared = Linear(16, 16, using: &generator)
    }

    func callAsFunction(_ images: Tensor<Float>) -> Tensor<Float> {
        let x: Tensor<Float> = maxPool2D(norm(conv(images)), Window2D(kernel: (2, 2), stride: (2, 2))).relu()
        return shared(shared(x.reshaped(to: [images.shape[0], 16])).gelu())
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&conv, "conv")
        visitor.visit(&norm, "norm")
        visitor.visit(&shared, "shared")
        visitor.visit(&unused, "unused")
    }
}

/// Token ids and a mask of the same shape to the mean of the embeddings that are not masked.
private struct Reader: Module {
    var embedding: Embedding<Float>

    init() {
        var generator = PhiloxGenerator(seed: 1)
        embedding = Embedding(10, 3, using: &generator)
    }

    func callAsFunction(_ input: (Tensor<Int>, Tensor<Bool>)) -> Tensor<Float> {
        let mask: Tensor<Float> = Tensor<Float>(input.1).expandingShape(at: 2)
        return (embedding(input.0) * mask).sum(axis: 1) / mask.sum(axis: 1)
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&embedding, "embedding") }
}

/// The number of samples is read out of the batch, or a number out of its elements.
private struct Untraceable: ParameterFreeModule {
    enum Kind { case readsScalars, branches, lists }
    let kind: Kind

    func callAsFunction(_ x: Tensor<Float>) -> Tensor<Float> {
        switch kind {
        case .readsScalars: x * Tensor<Float>(x.scalars[0])
        case .branches: x.shape[0] > 2 ? x.exp() : x.sin()
        case .lists: (0 ..< x.shape[0]).reduce(x) { sum, _ in sum + 1 }
        }
    }
}

@Suite struct SummaryTests {
    @Test func shapesParametersAndCostsOfEachOperation() throws {
        let summary = try Summary(of: Network(), sample: [1, 6, 6])
        let rows: [[String]] = summary.rows.map { row in
            [
                row.layer, row.operation, "\(row.outputShape)", "\(row.parameterCount)",
                row.multiplyAdds?.description ?? "",
            ]
        }
        #expect(
            rows == [
                ["conv", "conv2D", "[N, 4, 4, 4]", "40", "576·N"], ["norm", "normalized", "[N, 4, 4, 4]", "8", "0"],
                ["", "maxPool2D", "[N, 4, 2, 2]", "0", "0"], ["", "relu", "[N, 4, 2, 2]", "0", "0"],
                ["", "reshape", "[N, 16]", "0", "0"], ["shared", "linear", "[N, 16]", "272", "256·N"],
                ["", "gelu", "[N, 16]", "0", "0"], ["shared", "linear", "[N, 16]", "0", "256·N"],
            ])
        #expect(summary.rows.map(\.isShared) == [false, false, false, false, false, false, false, true])
        #expect(summary.parameterCount == 40 + 8 + 272 + 5)
        #expect((summary.unusedParameterCount, summary.bufferCount) == (5, 8))
        #expect(summary.multiplyAdds == BatchLength(perSample: 576 + 512, constant: 0))
    }

    @Test func theTableIsAligned() throws {
        let table: String = try Summary(of: Network(), sample: [1, 6, 6]).description
        let lines: [Substring] = table.split(separator: "\n")
        #expect(lines[0].hasPrefix("layer   operation   output"))
        #expect(lines[2].contains("input") && lines[2].contains("[N, 1, 6, 6]"))
        #expect(lines.contains { $0.hasPrefix("total") && $0.contains("325") && $0.hasSuffix("1,088") })
        #expect(table.contains("5 of the parameters have no effect on the output"))
        #expect(table.contains("8 numbers that are kept without being learned"))
        #expect(lines.filter { $0.contains("shared") }.count == 2)
    }

    @Test func inputsOfSeveralTensorsAndTypes() throws {
        let ids = Tensor<Int>([[1, 2, 3, 0], [4, 5, 0, 0], [6, 0, 0, 0], [7, 8, 9, 1]])
        let trace = try BatchTrace(of: Reader(), example: (ids, ids .!= 0))
        let summary = Summary(trace)
        #expect(summary.inputs.map(\.name) == ["input.0", "input.1"])
        #expect(summary.rows.map(\.layer).filter { !$0.isEmpty } == ["embedding"])
        #expect(summary.rows.last?.outputShape.description == "[N, 3]")
        #expect(summary.parameterCount == 30)
    }

    @Test func whatCannotBeTracedIsFound() throws {
        let trace = try BatchTrace(of: Untraceable(kind: .readsScalars), sample: [3])
        #expect(trace.values.map(\.dependsOnInput) == [false, true, false])
        #expect(throws: TraceError.self) { try Summary(of: Untraceable(kind: .branches), sample: [3]) }
        #expect(throws: TraceError.self) { try Summary(of: Untraceable(kind: .lists), sample: [3]) }
        #expect(TraceError.inputReadOutside("multiply").description.contains("'multiply'"))
    }

    @Test func theDrawingHasANodeForEachOperationAndAnEdgeForEachTensor() throws {
        let dot: String = try BatchTrace(of: Network(), sample: [1, 6, 6]).dot()
        #expect(dot.hasPrefix("digraph model {\n") && dot.hasSuffix("}\n"))
        #expect(dot.contains("[label = \"conv\\nconv2D\"]"))
        #expect(dot.contains("[label = \" N × 4 × 2 × 2\"]"))
        #expect(dot.split(separator: "\n").filter { $0.contains("->") }.count == 9)
        #expect(dot.split(separator: "\n").filter { $0.contains("shape = ellipse") }.count == 2)
    }
}
