import Datasets
import Foundation
import NeuralNetworks
import Optimizers
import Tensors
import TestSupport
import Testing
import Training

@Suite struct LearningRatePlotTests {
    @Test(.enabled(if: Gnuplot.isInstalled)) func thePictureIsWritten() throws {
        let path: String = NSTemporaryDirectory() + "learning-rate-\(UUID().uuidString).svg"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let plot = try LearningRatePlot(path: path)
        var generator = PhiloxGenerator(seed: 3)
        let x = Tensor<Double>(randomNormal: [64, 4], using: &generator)
        let curve: LearningRateCurve = try learningRateCurve(
            Linear<Double>(4, 1, using: &generator), optimizer: SGD(learningRate: 7), objective: .regression(),
            on: ArrayData(x, x.sum(axis: 1, keepDims: true) * 3), options: TrainerOptions(batchSize: 16),
            in: 1e-5 ... 100, steps: 60)
        try plot.draw(curve)
        let text: String = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains("steepest at") && text.contains("learning rate"))
    }
}
