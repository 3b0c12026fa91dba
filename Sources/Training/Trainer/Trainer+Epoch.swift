import Differentiation
import Tensors

extension Trainer {
    /// One pass over all samples in random order.
    ///
    /// Goes on where a loss is not finite: a `TrainingRun` stops there. Traps where the position is not one of these data,
    /// or a layer cannot be trained on a batch of one: see `requireTrainable`.
    ///
    /// - Parameter data: The samples to train on.
    /// - Parameter progress: Called after every step with the number of samples seen in this epoch and the step's loss.
    /// - Returns: The mean loss over the samples, each as it was before its step; NaN where there are none.
    public mutating func trainEpoch(
        on data: some TrainingData<Batch>, progress: (_ samples: Int, _ loss: Double) -> Void = { _, _ in }
    ) -> Double {
        // With steps that never ask to stop there is a mean.
        continueEpoch(on: data) { _, samples, loss in
            progress(samples, loss)
            return true
        } ?? .nan
    }

    /// The same, from where the epoch stands if one is under way, for as long as `afterStep` wants to go on.
    ///
    /// - Parameter data: The samples to train on.
    /// - Parameter afterStep: Called after every step with the trainer, the number of samples seen in this epoch and the
    ///   step's loss.
    /// - Returns: The mean loss; nothing where `afterStep` answered false, and the epoch is still under way.
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

    /// One step on the next batch of the rest of an epoch, or on several batches; answers the mean loss of its samples.
    private mutating func step(
        on data: some TrainingData<Batch>, _ rest: ArraySlice<Int>
    ) -> (loss: Double, samples: Int) {
        applySchedule()
        var (loss, gradient, samples): (Double, Model, Int) = differentiate(model, data, rest)
        if options.batchesPerStep > 1 {
            (loss, gradient) = (loss * Double(samples), gradient.scaled(by: Double(samples)))
            var current: Model = model
            var count = 1
            while count < options.batchesPerStep, samples < rest.count {
                // Running statistics go on from batch to batch; the parameters are those before the step.
                current.takeBuffers(of: gradient)
                let next: (loss: Double, gradient: Model, samples: Int) = differentiate(
                    current, data, rest.dropFirst(samples))
                loss += next.loss * Double(next.samples)
                gradient = gradient.adding(next.gradient.scaled(by: Double(next.samples)))
                samples += next.samples
                count += 1
            }
            (loss, gradient) = (loss / Double(samples), gradient.scaled(by: 1 / Double(samples)))
        }
        update(along: gradient)
        return (loss, samples)
    }

    private mutating func differentiate(
        _ model: Model, _ data: some TrainingData<Batch>, _ rest: ArraySlice<Int>
    ) -> (loss: Double, gradient: Model, samples: Int) {
        let indices: ArraySlice<Int> = rest.prefix(
            BatchCutting.length(of: rest.count, batchSize: options.batchSize))
        let batch: Batch = data.trainingBatch(indices, using: &position.generator)
        Profile.attribute(to: "data")
        let (loss, gradient) = differentiate(model, batch)
        return (loss, gradient, indices.count)
    }
}

extension Parameterized {
    /// Puts another model's buffers into the places of this one's.
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
