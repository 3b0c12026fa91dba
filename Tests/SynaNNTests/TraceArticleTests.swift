import Foundation
import SynaNN
import TestSupport
import Testing

private struct ConvolutionalNetwork: Module {
    var conv: Conv2D<Float>
    var norm = BatchNorm<Float>(8)
    var dense: Linear<Float>

    init(using generator: inout PhiloxGenerator) {
        conv = Conv2D(1, 8, kernel: 3, using: &generator)
        dense = Linear(8 * 13 * 13, 10, using: &generator)
    }

    func callAsFunction(_ images: Tensor<Float>) -> Tensor<Float> {
        let x: Tensor<Float> = maxPool2D(norm(conv(images)), Window2D(kernel: (2, 2), stride: (2, 2))).relu()
        return dense(x.reshaped(to: [images.shape[0], 8 * 13 * 13]))
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&conv, "conv")
        visitor.visit(&norm, "norm")
        visitor.visit(&dense, "dense")
    }
}

/// The code of docs/traces.md can be compiled and run, and prints the summary that the article shows.
/// `everySnippetIsHere` compares the article with this file.
@Suite struct TraceArticleTests {
    private func network() -> ConvolutionalNetwork {
        var generator = PhiloxGenerator(seed: 1)
        return ConvolutionalNetwork(using: &generator)
    }

    @Test func summaryAndDrawing() throws {
        let network: ConvolutionalNetwork = network()
        let summary = try Summary(of: network, sample: [1, 28, 28])
        print(summary)
        #expect(try article().contains("```text\n\(summary)\n```"))
        let drawing: String = try BatchTrace(of: network, sample: [1, 28, 28]).dot()
        #expect(drawing.contains("conv\\nconv2D"))
    }

    @Test func profileOfATraining() {
        var network: ConvolutionalNetwork = network()
        let images: Tensor<Float> = sample([4, 1, 28, 28])
        let labels = Tensor<Int>([0, 1, 2, 3])
        func train(_ network: inout ConvolutionalNetwork, _ images: Tensor<Float>, _ labels: Tensor<Int>) {
            var optimizer = SGD(learningRate: 0.01)
            let slope: ConvolutionalNetwork = gradient(at: network) { network in
                withMode(.training) { crossEntropy(network(images), labels) }
            }
            optimizer.update(&network, along: slope)
        }
        let ((), profile) = Profile.measure {
            for _ in 0 ..< 10 { train(&network, images, labels) }
        }
        print(profile)
        #expect(profile.rows.first { $0.operation == "conv2D" }?.calls == 10)
    }

    @Test func builtInAndUserOperations() {
        let network: ConvolutionalNetwork = network()
        let images: Tensor<Float> = sample([4, 1, 28, 28])
        let trace = Trace(of: network, input: images)
        let names: [String] = trace.nodes.map(\.operation)
        #expect(names == ["conv2D", "normalized", "maxPool2D", "relu", "reshape", "linear"])

        func cube(_ x: Tensor<Float>) -> Tensor<Float> {
            withDerivative(
                of: TensorOperation("cube", x), x * x * x, .by(x) { cotangent in 3 * x.squared() * cotangent })
        }

        func standardized(_ x: Tensor<Float>) -> Tensor<Float> {
            withOperation(TensorOperation("standardized", x)) {
                (x - x.mean()) / x.variance().squareRoot()
            }
        }
        let own = Trace(of: Tensor<Float>(0), input: sample([3]) as Tensor<Float>) { _, x in cube(standardized(x)) }
        #expect(own.nodes.map(\.operation) == ["standardized", "cube"])
    }

    private func article() throws -> String {
        let root: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent("docs/traces.md"), encoding: .utf8)
    }

    @Test func everySnippetIsHere() throws {
        let here: String = try String(contentsOf: URL(fileURLWithPath: #filePath), encoding: .utf8)
        let source: Set<String> = Set(lines(of: here))
        let code: [String] = try Repository.codeLines(in: article())
        for line in code { #expect(source.contains(line), "traces.md: \(line)") }
        #expect(code.count > 15)
    }

    private func lines(of text: String) -> [String] {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
