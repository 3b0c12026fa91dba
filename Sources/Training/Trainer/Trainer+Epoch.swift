import Differentiation
import Optimizers
import Tensors

extension Trainer {
    /// Trains one epoch: one pass over all samples in random order.
    ///
    /// A loss that is not finite does not stop the epoch; a `TrainingRun` stops there. Traps if the position is beyond the data
    /// or a layer cannot be trained on a batch of one sample: call `requireTrainable` first.
    ///
    /// - Parameter data: The samples to train on.
    /// - Parameter progress: Called after every step with the number of samples seen in this epoch and the step's loss.
    /// - Returns: The mean loss over the samples, each measured before its step; NaN if there are no samples.
    public mutating func trainEpoch(
        on data: some TrainingData<Batch>, progress: (_ samples: Int, _ loss: Double) -> Void = { _, _ in }
    ) -> Double {
        // `afterStep` never stops, so there is always a mean.
        continueEpoch(on: data) { _, samples, loss in
            progress(samples, loss)
            return true
        } ?? .nan
    }

    /// Continues the unfinished epoch, or begins a new one, until its end or until `afterStep` returns false.
    ///
    /// - Parameter data: The samples to train on.
    /// - Parameter afterStep: Called after every step with the trainer, the number of samples seen in this epoch and the
    ///   step's loss.
    /// - Returns: The mean loss of the epoch; nil if `afterStep` returned false and the epoch is unfinished.
    public mutating func continueEpoch(
        on data: some TrainingData<Batch>,
        afterStep: (_ trainer: Trainer, _ samples: Int, _ loss: Double) throws -> Bool
    ) rethrows -> Double? {
        var epoch: TrainingPosition.Epoch = position.epoch ?? .init(start: position.generator)
        var drawing: PhiloxGenerator = epoch.start
        let order: [Int] = drawing.permutation(data.count)
        if position.epoch == nil {
            position.generator = drawing
            tally.reset()
        }
        require(
            epoch.samples <= order.count,
            "Trainer: \(epoch.samples) samples of the epoch are done, and the data have \(order.count)")
        while epoch.samples < order.count {
            let (loss, samples): (Double, Int) = step(on: data, order[epoch.samples...])
            epoch.lossSum += loss * Double(samples)
            epoch.samples += samples
            position.epoch = epoch
            if try !afterStep(self, epoch.samples, loss) { return nil }
        }
        position.epoch = nil
        return epoch.lossSum / Double(order.count)
    }

    /// Makes one step on the next batch or batches of `rest`. Returns the mean loss and the number of its samples.
    private mutating func step(
        on data: some TrainingData<Batch>, _ rest: ArraySlice<Int>
    ) -> (loss: Double, samples: Int) {
        applySchedule()
        if let closureOptimizer = optimizer as? any ClosureOptimizer {
            return closureStep(closureOptimizer, batches(of: rest, from: data))
        }
        var rest: ArraySlice<Int> = rest
        let (loss, gradient, samples): (Double, Model, Int) = meanGradient(model, of: options.batchesPerStep) {
            trainer in
            trainer.nextBatch(&rest, from: data)
        }
        update(along: gradient)
        return (loss, samples)
    }

    /// The batches of one step.
    private mutating func batches(
        of rest: ArraySlice<Int>, from data: some TrainingData<Batch>
    ) -> [SizedBatch] {
        var (batches, rest): ([SizedBatch], ArraySlice<Int>) = ([], rest)
        while batches.count < options.batchesPerStep, let batch = nextBatch(&rest, from: data) { batches.append(batch) }
        return batches
    }

    /// Takes the next batch from the front of `rest`; nil if `rest` is empty.
    private mutating func nextBatch(
        _ rest: inout ArraySlice<Int>, from data: some TrainingData<Batch>
    ) -> SizedBatch? {
        guard !rest.isEmpty else { return nil }
        let indices: ArraySlice<Int> = rest.prefix(
            BatchCutting.length(of: rest.count, batchSize: options.batchSize))
        rest = rest.dropFirst(indices.count)
        let batch: Batch = data.trainingBatch(indices, using: &position.generator)
        Profile.attribute(to: "data")
        return (batch, indices.count)
    }

    /// A batch and the number of its samples.
    typealias SizedBatch = (batch: Batch, count: Int)

    /// The mean loss and the mean gradient over the samples of up to `limit` batches.
    ///
    /// - Parameter next: Makes the next batch; nil after the last one.
    mutating func meanGradient(
        _ model: Model, of limit: Int, _ next: (inout Trainer) -> SizedBatch?
    ) -> (loss: Double, gradient: Model, samples: Int) {
        guard let first = next(&self) else { fatalError("Trainer: a step has no batch") }
        var (loss, gradient): (Double, Model) = differentiate(model, first.batch)
        guard limit > 1 else { return (loss, gradient, first.count) }
        var (samples, count): (Int, Int) = (first.count, 1)
        (loss, gradient) = (loss * Double(samples), gradient.scaled(by: Double(samples)))
        var current: Model = model
        while count < limit, let batch = next(&self) {
            // Running statistics are updated by every batch; the parameters are those before the step.
            current.takeBuffers(of: gradient)
            let (nextLoss, nextGradient): (Double, Model) = differentiate(current, batch.batch)
            loss += nextLoss * Double(batch.count)
            gradient = gradient.adding(nextGradient.scaled(by: Double(batch.count)))
            samples += batch.count
            count += 1
        }
        return (loss / Double(samples), gradient.scaled(by: 1 / Double(samples)), samples)
    }
}

extension Parameterized {
    /// Replaces the buffers by those of another model.
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
