import Datasets
import Foundation
import NeuralNetworks
import Optimizers
import Tensors
import Testing

@testable import Training

/// Processes that divide the optimizer's state train with the same bits as a single process that keeps all of it.
@Suite struct StateOwnersTests {
    private typealias ImageTrainer = Trainer<Sequential<Float>, ClassificationBatch<Float>>

    private static let optimizers: [any Optimizer] = [
        SGD(learningRate: 0.1), SGD(learningRate: 0.1, momentum: 0.9), Adam(learningRate: 0.01), frozen(Adam()),
        Lion(learningRate: 0.001), LBFGS(maximumIterations: 2),
    ]

    private static func frozen(_ optimizer: Adam) -> Adam {
        var optimizer: Adam = optimizer
        optimizer.groups = [.frozen("*0.weight")]
        return optimizer
    }

    private static func trainer(
        _ optimizer: any Optimizer, _ exchange: any ShardExchange = LocalShards()
    ) -> ImageTrainer {
        shardedTrainer(
            optimizer: optimizer,
            TrainerOptions(batchSize: 10, gradientNormLimit: optimizer is LBFGS ? nil : 1, seed: 4, shards: 8),
            exchange: exchange)
    }

    /// Trains for an epoch of three steps.
    private static func trained(_ trainer: ImageTrainer) -> ImageTrainer {
        var trainer: ImageTrainer = trainer
        do { _ = try trainer.trainEpoch(on: ShiftedImages<Float>(count: 23)) } catch { fatalError("\(error)") }
        return trainer
    }

    @Test(arguments: optimizers.indices)
    func processesGiveTheBitsOfOneProcess(index: Int) {
        let optimizer: any Optimizer = Self.optimizers[index]
        let expected: [String: Tensor<Double>] = tensors(of: Self.trained(Self.trainer(optimizer)).model)
        for processes in [1, 2, 3, 8] {
            let found: [[String: Tensor<Double>]] = SimulatedProcesses(count: processes, shards: 8, sharesState: true)
                .run { tensors(of: Self.trained(Self.trainer(optimizer, $0)).model) }
            for model in found { #expect(model == expected, "\(processes) processes") }
        }
    }

    /// Every tensor of the state is on one process.
    @Test func eachProcessKeepsItsPart() {
        let whole: Int = Self.trained(Self.trainer(Adam())).optimizer.state.tensorsPerParameter.reduce(0, +)
        let parts: [[Int]] = SimulatedProcesses(count: 3, shards: 8, sharesState: true).run { exchange in
            Self.trained(Self.trainer(Adam(), exchange)).optimizer.state.tensorsPerParameter
        }
        #expect(parts.allSatisfy { (1 ..< whole).contains($0.reduce(0, +)) })
        #expect(parts.reduce(0) { $0 + $1.reduce(0, +) } == whole)
        for parameter in parts[0].indices { #expect(parts.count { $0[parameter] > 0 } == 1) }
    }

    /// A checkpoint contains the state of all processes, and any number of processes can continue.
    @Test(arguments: [3, 2, 1])
    func aCheckpointContainsTheWholeState(processes: Int) throws {
        let folder: String = NSTemporaryDirectory() + "owners-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let first: ImageTrainer = Self.trained(Self.trainer(Adam()))
        let alone = CheckpointDirectory(path: folder + "/alone")
        try alone.save(first)
        let shared = CheckpointDirectory(path: folder + "/shared")
        _ = SimulatedProcesses(count: 3, shards: 8, sharesState: true).run { exchange in
            let trainer: ImageTrainer = Self.trained(Self.trainer(Adam(), exchange))
            do { try shared.save(trainer) } catch { fatalError("\(error)") }
        }
        let files: [Data] = try [alone, shared].map { try Data(contentsOf: URL(fileURLWithPath: $0.file)) }
        #expect(files[0] == files[1])
        let expected: [String: Tensor<Double>] = tensors(of: Self.trained(first).model)
        let found: [[String: Tensor<Double>]] = SimulatedProcesses(count: processes, shards: 8, sharesState: true)
            .run { exchange in
                var trainer: ImageTrainer = Self.trainer(Adam(), exchange)
                do { try shared.restore(&trainer) } catch { fatalError("\(error)") }
                // A checkpoint before the first step after the resumption is complete too.
                do { try shared.save(trainer) } catch { fatalError("\(error)") }
                return tensors(of: Self.trained(trainer).model)
            }
        for model in found { #expect(model == expected) }
    }

    @Test func processesHaveSimilarSums() {
        #expect(StateOwners.divide([], among: 3) == [])
        #expect(StateOwners.divide([5, 5, 5], among: 1) == [0, 0, 0])
        #expect(StateOwners.divide([1, 8, 3, 4], among: 2) == [1, 0, 1, 1])
        #expect(StateOwners.divide([2, 2, 2, 2, 2], among: 2) == [0, 1, 0, 1, 0])
    }
}
