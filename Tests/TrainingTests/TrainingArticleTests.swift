import Datasets
import Foundation
import NeuralNetworks
import Optimizers
import Tensors
import Testing
import Training

/// Compiles and runs the Swift code of the section "Shards" of docs/training.md. `theCodeIsHere` compares the article
/// with this file.
@Suite struct TrainingArticleTests {
    @Test func shards() {
        let (network, data) = (Perceptron<Float>(), CornerPoints<Float>(count: 30))
        let options = TrainerOptions(batchSize: 100, seed: 1, shards: 8)
        var trainer = Trainer(
            network, optimizer: Adam(learningRate: 0.001), objective: .classification(), options: options)
        let loss = trainer.trainEpoch(on: data)
        #expect(loss.isFinite && trainer.position.step == 1)
    }

    @Test func theCodeIsHere() throws {
        let file = URL(fileURLWithPath: #filePath)
        let root: URL = file.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let article: String = try String(contentsOf: root.appendingPathComponent("docs/training.md"), encoding: .utf8)
        let section: Substring = try #require(article.split(separator: "## Shards\n").last)
        let code: [Substring] = section.split(separator: "## ")[0].split(separator: "\n")
            .filter { $0.hasPrefix("    ") && !$0.contains("swift run") }
        #expect(code.count == 3)
        func letters(_ text: some StringProtocol) -> String { String(text.filter { !$0.isWhitespace }) }
        let own: String = letters(try String(contentsOf: file, encoding: .utf8))
        for line in code { #expect(own.contains(letters(line)), "\(line)") }
    }
}
