import Differentiation
import NeuralNetworks
import Tensors
import Testing

@Suite struct SummaryTests {
    @Test func shapesParametersAndCostsOfEachOperation() throws {
        let summary = try Summary(of: TracedNetwork(), sample: [1, 6, 6])
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
        let table: String = try Summary(of: TracedNetwork(), sample: [1, 6, 6]).description
        let lines: [Substring] = table.split(separator: "\n")
        #expect(lines[0].hasPrefix("layer   operation   output"))
        #expect(lines[2].contains("input") && lines[2].contains("[N, 1, 6, 6]"))
        #expect(lines.contains { $0.hasPrefix("total") && $0.contains("325") && $0.hasSuffix("1,088") })
        #expect(table.contains("5 of the parameters have no effect on the output"))
        #expect(table.contains("8 buffer elements, which are not learned"))
        #expect(lines.filter { $0.contains("shared") }.count == 2)
    }

    @Test func inputsOfSeveralTensorsAndTypes() throws {
        let ids = Tensor<Int>([[1, 2, 3, 0], [4, 5, 0, 0], [6, 0, 0, 0], [7, 8, 9, 1]])
        let trace = try BatchTrace(of: MaskedReader(), example: (ids, ids .!= 0))
        let summary = Summary(trace)
        #expect(summary.inputs.map(\.name) == ["input.0", "input.1"])
        #expect(summary.rows.map(\.layer).filter { !$0.isEmpty } == ["embedding"])
        #expect(summary.rows.last?.outputShape.description == "[N, 3]")
        #expect(summary.parameterCount == 30)
    }
}
