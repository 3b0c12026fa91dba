public import Datasets
import Differentiation
import Optimizers
import Tensors

extension Trainer {
    /// Trains an epoch, which is a pass over all samples in random order. If an epoch is unfinished, trains the rest of
    /// this epoch.
    ///
    /// A loss that is not finite does not end the epoch; only `TrainingRun` ends the training at such a loss. Traps if
    /// the unfinished epoch has seen more samples than `data` has, or if a layer cannot be trained on a batch of one
    /// sample. Call `requireTrainable` first to get these faults as errors.
    ///
    /// - Parameter data: The samples to train on.
    /// - Parameter progress: A function that is called after every step with the number of samples seen in this epoch
    ///   and the loss of the step.
    /// - Returns: The mean loss over the samples, each measured before the step that uses the sample; NaN if there are
    ///   no samples.
    /// - Throws: The error of the data. The epoch then is unfinished, and the failed step is not made.
    public mutating func trainEpoch<Data: DataSource<Batch>>(
        on data: Data, progress: (_ samples: Int, _ loss: Double) -> Void = { _, _ in }
    ) throws(Data.Failure) -> Double {
        // The closure always returns true, so `continueEpoch` returns a mean.
        try continueEpoch(on: data) { _, samples, loss in
            progress(samples, loss)
            return true
        } ?? .nan
    }

    /// Continues the unfinished epoch, or begins a new epoch. The function returns at the end of the epoch, or when
    /// `afterStep` returns false. Traps under the conditions of `trainEpoch`.
    ///
    /// - Parameter data: The samples to train on.
    /// - Parameter afterStep: A function that is called after every step with the trainer, the number of samples seen
    ///   in this epoch and the loss of the step. `afterStep` returns whether the epoch continues.
    /// - Returns: The mean loss over the samples of the epoch, which is NaN if there are no samples; nil if `afterStep`
    ///   returned false. After false, the epoch counts as unfinished, even if its last step is made.
    /// - Throws: The error of the data. The epoch then is unfinished, and the failed step is not made.
    public mutating func continueEpoch<Data: DataSource<Batch>>(
        on data: Data, afterStep: (_ trainer: Trainer, _ samples: Int, _ loss: Double) -> Bool
    ) throws(Data.Failure) -> Double? {
        var epoch: TrainingPosition.Epoch = position.epoch ?? .init(start: position.generator)
        var drawing: PhiloxGenerator = epoch.start
        let order: [Int] = data.shuffledIndices(using: &drawing)
        require(
            epoch.samples <= order.count,
            "Trainer: \(epoch.samples) samples of the epoch are done, and the data have \(order.count)")
        if position.epoch == nil {
            (position.generator, position.epoch) = (drawing, epoch)
            for shard in tallies.indices { tallies[shard].reset() }
        }
        let feed = BatchFeed(
            data, order: order[epoch.samples...], batchSize: options.batchSize, shards: shardContext)
        while !feed.isEmpty {
            let (loss, samples): (Double, Int) = try step(on: feed)
            epoch.lossSum += loss * Double(samples)
            epoch.samples += samples
            position.epoch = epoch
            if feed.isEmpty { gatherMetrics() }
            if !afterStep(self, epoch.samples, loss) { return nil }
        }
        position.epoch = nil
        return epoch.lossSum / Double(order.count)
    }

    /// Makes a step on the next batches of `feed`. Returns the mean loss over the samples of the step, and the number
    /// of these samples. Throws the error of the data before the step changes the trainer.
    private mutating func step<Data: DataSource<Batch>>(
        on feed: BatchFeed<Data>
    ) throws(Data.Failure) -> (loss: Double, samples: Int) {
        applySchedule()
        if let closureOptimizer = optimizer as? any ClosureOptimizer {
            return closureStep(closureOptimizer, try batches(of: feed))
        }
        let (generator, tallies): (PhiloxGenerator, [any MetricTally]) = (position.generator, self.tallies)
        do throws(Data.Failure) {
            let (loss, gradient, samples): (Double, Model, Int) = try meanGradient(model, of: options.batchesPerStep) {
                (trainer: inout Trainer) throws(Data.Failure) in
                try feed.nextBatch(using: &trainer.position.generator)
            }
            update(along: gradient)
            return (loss, samples)
        } catch {
            (position.generator, self.tallies) = (generator, tallies)
            throw error
        }
    }

    /// Returns the batches of a step: up to `options.batchesPerStep` batches of `feed`.
    private mutating func batches<Data: DataSource<Batch>>(
        of feed: BatchFeed<Data>
    ) throws(Data.Failure) -> [TrainingBatch<Batch>] {
        var batches: [TrainingBatch<Batch>] = []
        while batches.count < options.batchesPerStep, let batch = try feed.nextBatch(using: &position.generator) {
            batches.append(batch)
        }
        return batches
    }

    /// Returns the mean loss and the mean gradient over the samples of several batches, and the number of these
    /// samples. Traps if there is no batch.
    ///
    /// - Parameters:
    ///   - model: The model at which the gradient is computed.
    ///   - limit: The greatest number of batches.
    ///   - next: Returns the next batch; nil after the last batch.
    mutating func meanGradient<Failure: Error>(
        _ model: Model, of limit: Int, _ next: (inout Trainer) throws(Failure) -> TrainingBatch<Batch>?
    ) throws(Failure) -> (loss: Double, gradient: Model, samples: Int) {
        guard let first = try next(&self) else { fatalError("Trainer: a step has no batch") }
        var (loss, gradient): (Double, Model) = differentiate(model, first)
        guard limit > 1 else { return (loss, gradient, first.count) }
        var (samples, count): (Int, Int) = (first.count, 1)
        (loss, gradient) = (loss * Double(samples), gradient.scaled(by: Double(samples)))
        var current: Model = model
        while count < limit, let batch = try next(&self) {
            // Every batch updates the running statistics. The parameters stay the same until the step.
            current.takeBuffers(of: gradient)
            let (nextLoss, nextGradient): (Double, Model) = differentiate(current, batch)
            loss += nextLoss * Double(batch.count)
            gradient = gradient.adding(nextGradient.scaled(by: Double(batch.count)))
            samples += batch.count
            count += 1
        }
        return (loss / Double(samples), gradient.scaled(by: 1 / Double(samples)), samples)
    }
}

extension Parameterized {
    /// Replaces the buffers of this model by the buffers of `other`. Traps if the buffers differ in number or type.
    fileprivate mutating func takeBuffers(of other: Self) {
        var (copy, list): (Self, TensorList) = (other, TensorList())
        copy.visitParameters(&list)
        var taker = BufferTaker(buffers: list.buffers)
        visitParameters(&taker)
    }
}

private struct BufferTaker: ParameterVisitor {
    let buffers: [any Sendable]
    var path: [String] = []
    private var position = 0

    init(buffers: [any Sendable]) { self.buffers = buffers }

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {}

    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) {
        guard position < buffers.count, let other = buffers[position] as? Buffer<Scalar> else {
            fatalError("Trainer: the gradient has no buffer \(name) of this type")
        }
        buffer = other
        position += 1
    }
}
