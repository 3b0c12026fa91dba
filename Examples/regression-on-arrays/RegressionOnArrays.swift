import ArgumentParser
import Foundation
import SynaNN

@main
struct RegressionOnArrays: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "regression-on-arrays", abstract: "Fits a network to numbers in two arrays.",
        version: synaNNVersion)

    @Option(help: "The number of passes over the samples.")
    var epochs = 40

    func validate() throws {
        if !(1 ... 1_000_000).contains(epochs) { throw ValidationError("--epochs must be between 1 and 1000000") }
    }

    func run() throws {
        // To use your data, replace x and y by arrays with one row for each sample.
        var generator = PhiloxGenerator(seed: 1)
        let x = Tensor<Float>(randomUniform: [600, 2], in: -1 ..< 1, using: &generator)
        let noise = Tensor<Float>(randomNormal: [600, 1], standardDeviation: 0.05, using: &generator)
        let y: Tensor<Float> = (x[.all, 0 ..< 1] * 3).sin() * x[.all, 1 ..< 2] + noise

        let network = Sequential<Float>(
            Linear<Float>(2, 32, using: &generator), Tanh<Float>(), Linear<Float>(32, 32, using: &generator),
            Tanh<Float>(), Linear<Float>(32, 1, using: &generator))
        let trainer = Trainer(
            network, optimizer: Adam(learningRate: 0.01),
            objective: .regression(metrics: [
                RegressionScore<Float>(.meanAbsoluteError), RegressionScore<Float>(.rSquared),
            ]),
            options: TrainerOptions(batchSize: 50))
        var training = TrainingRun(trainer, epochs: epochs)
        let (model, _) = try training.run(
            train: ArrayData(x[..<500], y[..<500]), test: ArrayData(x[500...], y[500...]))

        let point = Tensor<Float>([[0.5, 0.5]])
        print("network at (0.5, 0.5): \(model(point).scalars[0]); value without noise: \(sin(1.5) * 0.5)")
    }
}
