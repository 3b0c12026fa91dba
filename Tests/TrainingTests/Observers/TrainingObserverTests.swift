import Datasets
import Foundation
import NeuralNetworks
import Optimizers
import Synchronization
import Tensors
import TestSupport
import Testing
import Training

@Suite struct TrainingObserverTests {
    private struct Failure: Error, CustomStringConvertible {
        var description: String { "the observer failed." }
    }

    private let data = CornerPoints<Float>(count: 20)

    private func trainer(rate: Double = 0.1) -> Trainer<Perceptron<Float>, ClassificationBatch<Float>> {
        Trainer(
            Perceptron(), optimizer: SGD(learningRate: rate), objective: .classification(),
            options: TrainerOptions(batchSize: 10, averageDecay: 0.9, seed: 1))
    }

    private func name(_ kind: TrainingEvent.Kind) -> String {
        switch kind {
        case .started: return "started"
        case .epochStarted: return "epoch started"
        case .stepEnded: return "step"
        case .measured(let set, let samples, let count): return "\(set) \(samples)/\(count)"
        case .epochEnded(let metrics): return "epoch \(metrics.epoch)"
        case .problem: return "problem"
        case .failed: return "failed"
        case .finished: return "finished"
        }
    }

    @Test func anObserverSeesEverythingInItsOrder() throws {
        let seen = Mutex<[String]>([])
        let (train, test): (CornerPoints<Float>, CornerPoints<Float>) = (data, data)
        var run = TrainingRun(
            trainer(), epochs: 2,
            observers: [
                TrainingObserver { event in
                    #expect(event.epochs == 2 && event.sampleCount == 20 && event.sampleName == "samples")
                    seen.withLock { $0.append("\(name(event.kind)) \(event.step) \(event.samples)") }
                }
            ])
        _ = try run.run(train: train, test: test)
        #expect(
            seen.withLock { $0 } == [
                "started 0 0", "epoch started 0 0", "step 1 10", "step 2 20", "test 0/20 2 0", "test 20/20 2 0",
                "epoch 1 2 0", "epoch started 2 0", "step 3 10", "step 4 20", "test 0/20 4 0", "test 20/20 4 0",
                "epoch 2 4 0", "finished 4 0",
            ])
    }

    @Test func anObserverSeesTheModelThatIsTested() throws {
        let models = Mutex<[Perceptron<Float>]>([])
        var run = TrainingRun(
            trainer(), epochs: 2,
            observers: [
                TrainingObserver { event in
                    guard case .epochEnded = event.kind, let model = event.model as? Perceptron<Float> else { return }
                    models.withLock { $0.append(model) }
                    #expect(event.trainingMetrics.map(\.name) == ["accuracy"])
                }
            ])
        let (model, metrics) = try run.run(train: data, test: data)
        let seen: [Perceptron<Float>] = models.withLock { $0 }
        #expect(seen.map { evaluate($0, on: data).loss } == metrics.map(\.testLoss))
        #expect(seen[1].hidden.weight == model.hidden.weight)
    }

    @Test func anErrorOfAnEssentialObserverEndsTheTraining() throws {
        for last in [1, 3] {
            var run = TrainingRun(
                trainer(), epochs: 2,
                observers: [TrainingObserver { event in if event.step == last { throw Failure() } }])
            #expect(throws: Failure.self) { _ = try run.run(train: data, test: data) }
            #expect(run.trainer.position.step == last)
        }
    }

    /// The observer fails at the end of each of the three epochs. The run prints the first two failures, and reports
    /// them to the other observers. After the last epoch, the run throws the failure.
    @Test func theTrainingContinuesWithoutAnInessentialObserver() async {
        let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
            let tests = TrainingObserverTests()
            let problems = Atomic<Int>(0)
            var run = TrainingRun(
                tests.trainer(), epochs: 3,
                observers: [
                    TrainingObserver(isEssential: false) { event in
                        if case .epochEnded = event.kind { throw Failure() }
                    },
                    TrainingObserver { event in
                        if case .problem = event.kind { problems.add(1, ordering: .relaxed) }
                    },
                ])
            try #require(throws: Failure.self) { _ = try run.run(train: tests.data, test: tests.data) }
            try #require(run.progress.history.count == 3 && problems.load(ordering: .relaxed) == 2)
        }
        let said: String = text(result?.standardErrorContent)
        #expect(said.components(separatedBy: "the observer failed. The training continues.\n").count == 3)
    }

    @Test func aDivergenceIsSeen() throws {
        let seen = Mutex<[String]>([])
        var run = TrainingRun(
            trainer(rate: 1e30), epochs: 3,
            observers: [
                TrainingObserver { event in
                    if case .failed(let error) = event.kind {
                        seen.withLock { $0.append("\(type(of: error)) \(event.step)") }
                    }
                }
            ])
        let error = #expect(throws: TrainingDiverged.self) { _ = try run.run(train: data, test: data) }
        #expect(seen.withLock { $0 } == ["TrainingDiverged \(error?.step ?? 0)"])
    }
}
