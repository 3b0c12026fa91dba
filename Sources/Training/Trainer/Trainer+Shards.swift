import Differentiation
import Foundation
import NeuralNetworks
import Optimizers
import Tensors

extension Trainer {
    /// Returns the loss of a batch and the gradient of the loss, computed in training mode. Adds the batch to the
    /// metrics.
    mutating func differentiate(_ model: Model, _ batch: TrainingBatch<Batch>) -> (loss: Double, gradient: Model) {
        guard let shards = batch.shards else { return differentiate(model, batch.parts[0].batch) }
        let frozen: Set<String> = optimizer.frozenParameters(of: model)
        let step = ShardedStep(
            tree: shards.tree, samples: batch.samples,
            gradients: model.gradientSizes(frozen) + [GradientSize(count: 1, scalarSize: MemoryLayout<Double>.size)])
        let reduction: any GradientReduction = shards.exchange.makeReduction(for: step)
        let parts: [Int: Unchecked<TrainingBatch<Batch>.Part>] = Dictionary(
            uniqueKeysWithValues: batch.parts.map { ($0.shard, Unchecked(value: $0)) })
        let (samples, count): ([Int], Int) = (batch.samples, batch.count)
        let tallies = LockedState(tallies)
        // A second reference to the metrics would force a copy of all samples that they have stored.
        self.tallies = []
        let gradients: [Model] = shards.map(batch.parts.map(\.shard)) { [objective] shard in
            guard let part = parts[shard]?.value, var generator = part.generator else {
                fatalError("Trainer: shard \(shard) has no samples")
            }
            let shardPart = ShardPart(
                shard: shard, factor: Double(samples[shard]) / Double(count), reduction: reduction)
            var tally: any MetricTally = tallies.withLock { tallies in
                defer { tallies[shard] = TypedMetricTally<Void, Void>([]) }
                return tallies[shard]
            }
            let (loss, gradient): (Double, Model) = withMode(.training, using: &generator) {
                withBatchGroup(ShardGroup(context: shards, step: step, shard: shard)) {
                    objective.gradient(model, part.batch, frozen, shardPart, &tally)
                }
            }
            shardPart.receive(loss: loss, in: step)
            tallies.withLock { [tally] tallies in tallies[shard] = tally }
            return gradient
        }
        self.tallies = tallies.withLock { $0 }
        // A process without samples has no gradient of its own, but the gradient of the batch has the model's type.
        var gradient: Model = gradients.first ?? model
        var reader = TotalReader(reduction: reduction, exchange: shards.exchange, frozen: frozen)
        gradient.visitParameters(&reader)
        let loss: Tensor<Double> = reduction.total(at: step.gradients.count - 1, shape: [])
        return (loss.scalar, gradient)
    }

    /// The processes that keep the optimizer's state of the parameters; nil if every process keeps all of it.
    private var stateOwners: StateOwners? {
        optimizer is any ParameterwiseOptimizer ? StateOwners(of: model, exchange) : nil
    }

    /// Makes a step along a gradient. With several processes, all processes call this method together.
    mutating func makeStep(along gradient: Model) {
        guard let owners = stateOwners else { return optimizer.update(&model, along: gradient) }
        optimizer.state.ownedParameters = owners.owned
        optimizer.update(&model, along: gradient)
        var receiver = ParameterReceiver(owners, frozen: optimizer.frozenParameters(of: model))
        model.visitParameters(&receiver)
    }

    /// Whether this process has the optimizer's state of all parameters.
    var hasWholeState: Bool { optimizer.state.ownedParameters == nil }

    /// The optimizer with the state of all parameters. A process that writes no checkpoints has only its own part. With
    /// several processes, all processes call this property together.
    var savedOptimizer: any Optimizer {
        guard !hasWholeState, let owners = stateOwners else { return optimizer }
        var saved: any Optimizer = optimizer
        saved.state.gather(for: model, by: owners, keeps: exchange.writesCheckpoints)
        return saved
    }

    /// The shards of the batches; nil if the batches are whole.
    var shardContext: ShardContext? { options.shards > 1 ? ShardContext(count: options.shards, exchange) : nil }

    /// Traps if the training cannot cut batches into shards.
    static func requireMergeable(_ objective: Objective<Model, Batch>, _ options: TrainerOptions) {
        guard options.shards > 1, let name = objective.trainingTally.unmergeableName else { return }
        fatalError(
            "Trainer: the metric '\(name)' cannot be computed over \(options.shards) shards. Make it a MergeableMetric, or "
                + "measure it only in the test")
    }

    /// The metrics over all shards. The metrics of other processes are those of the last call of `gatherMetrics`.
    var mergedTally: any MetricTally {
        guard var merged = tallies.first else { fatalError("Trainer: there are no shards") }
        for other in tallies.dropFirst() { merged.merge(other) }
        return merged
    }

    /// The states of the metrics of every shard. With several processes, all processes call this property together.
    var metricStates: [[String: String]] {
        if exchange.processCount == 1 { return tallies.map(\.states) }
        let local: Range<Int> = exchange.localShards(of: options.shards)
        let own: [[UInt8]] = tallies[local].map { tally in
            guard let json = try? JSONEncoder().encode(tally.states) else {
                fatalError("Trainer: the states of the metrics cannot be JSON")
            }
            return [UInt8](json)
        }
        return exchange.gather(own).map { bytes in
            guard let states = try? JSONDecoder().decode([String: String].self, from: Data(bytes)) else {
                fatalError("Trainer: another process sent states of metrics that are not JSON")
            }
            return states
        }
    }

    /// Replaces the metrics of the shards of other processes by their current states. All processes call this method
    /// together.
    mutating func gatherMetrics() {
        if exchange.processCount == 1 { return }
        let local: Range<Int> = exchange.localShards(of: options.shards)
        for (shard, states) in metricStates.enumerated() where !local.contains(shard) {
            do throws(MetricStateError) { try tallies[shard].restore(states) } catch {
                fatalError("Trainer: another process sent no state of the metric '\(error.name)'")
            }
        }
    }
}

/// A visitor that replaces the gradients of a shard by the sums over all shards, and the buffers by those of shard 0,
/// which always has samples and belongs to process 0.
private struct TotalReader: ParameterVisitor {
    let reduction: any GradientReduction
    let exchange: any ShardExchange
    let frozen: Set<String>
    var path: [String] = []
    private var index = 0

    init(reduction: any GradientReduction, exchange: any ShardExchange, frozen: Set<String>) {
        (self.reduction, self.exchange, self.frozen) = (reduction, exchange, frozen)
    }

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        defer { index += 1 }
        if frozen.contains(name) {
            parameter = Tensor<Scalar>(0).broadcast(to: parameter.shape)
        } else if parameter.count > 0 {
            parameter = reduction.total(at: index, shape: parameter.shape)
        }
    }

    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) {
        buffer = Buffer(exchange.broadcast(buffer.value, from: 0))
    }
}

extension Parameterized {
    /// Returns the size of the gradient of each parameter, without elements for a frozen parameter.
    fileprivate func gradientSizes(_ frozen: Set<String>) -> [GradientSize] {
        var (copy, reader): (Self, GradientSizeReader) = (self, GradientSizeReader(frozen: frozen))
        copy.visitParameters(&reader)
        return reader.sizes
    }
}

private struct GradientSizeReader: ParameterVisitor {
    let frozen: Set<String>
    var path: [String] = []
    private(set) var sizes: [GradientSize] = []

    init(frozen: Set<String>) { self.frozen = frozen }

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        sizes.append(
            GradientSize(count: frozen.contains(name) ? 0 : parameter.count, scalarSize: MemoryLayout<Scalar>.size))
    }
}
