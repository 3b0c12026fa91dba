import NeuralNetworks
import Tensors
import Testing

@Suite struct BatchTraceDOTTests {
    @Test func theDrawingHasANodeForEachOperationAndAnEdgeForEachTensor() throws {
        let dot: String = try BatchTrace(of: TracedNetwork(), sample: [1, 6, 6]).dot()
        #expect(dot.hasPrefix("digraph model {\n") && dot.hasSuffix("}\n"))
        #expect(dot.contains("[label = \"conv\\nconv2D\"]"))
        #expect(dot.contains("[label = \" N × 4 × 2 × 2\"]"))
        #expect(dot.split(separator: "\n").filter { $0.contains("->") }.count == 9)
        #expect(dot.split(separator: "\n").filter { $0.contains("shape = ellipse") }.count == 2)
    }
}
