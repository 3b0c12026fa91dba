import Foundation
import Interchange
import NeuralNetworks
import Optimizers
import Tensors
import TestSupport
import Testing
import Training

@Suite struct LossPlotTests {
    private func path(_ ending: String) -> String { NSTemporaryDirectory() + "\(UUID().uuidString).\(ending)" }

    @Test func anotherEndingIsRefused() {
        let error = #expect(throws: PlotError.self) { try LossPlot(path: "losses.gif") }
        #expect(
            error?.description == "losses.gif: a plot is a .png or an .svg file. Name a file with one of these endings."
        )
    }

    @Test func missingGnuplotIsAnErrorWithTheInstallCommand() async {
        await #expect(processExitsWith: .success) {
            setenv("PATH", "/nowhere", 1)
            let error = try #require(throws: PlotError.self) { try LossPlot(path: "losses.png") }
            try #require(error.fault == .missing && error.description.contains("apt-get install gnuplot-nox"))
        }
    }

    @Test(.enabled(if: Gnuplot.isInstalled))
    func trainingIsDrawn() throws {
        let data = CornerPoints<Float>(count: 400)
        for ending in ["png", "svg"] {
            let path: String = path(ending)
            defer { try? FileManager.default.removeItem(atPath: path) }
            let trainer = Trainer(
                Perceptron<Float>(), optimizer: Adam(learningRate: 0.01), objective: .classification(),
                options: TrainerOptions(batchSize: 10, seed: 1))
            var run = TrainingRun(trainer, epochs: 2, observers: [.plot(try LossPlot(path: path))])
            _ = try run.run(train: data, test: data)
            if ending == "png" {
                let picture = try PNGImage(contentsOf: path, as: .rgb)
                #expect(picture.width == 960 && picture.height == 900)
                // The first color shows the smoothed training loss, and the second color shows the test loss.
                let colors: [[UInt8]] = stride(from: 0, to: picture.pixels.count, by: 3).map {
                    Array(picture.pixels[$0 ..< $0 + 3])
                }
                #expect(colors.contains([0x88, 0x88, 0xCC]) && colors.contains([0xCC, 0x33, 0x33]))
            } else {
                let text: String = try String(contentsOfFile: path, encoding: .utf8)
                #expect(text.contains("<svg") && text.contains("examples seen"))
            }
        }
    }

    @Test func missingDirectoryIsFoundAtOnce() {
        let error = #expect(throws: PlotError.self) { try LossPlot(path: "/no/such/directory/losses.png") }
        #expect(error?.fault == .failed("No such file or directory"))
    }
}
