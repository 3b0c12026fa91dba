import Differentiation
import Optimizers
import Tensors

extension Trainer {
    /// Makes a step on `batches` by an optimizer that evaluates the loss several times. Returns the mean loss of the
    /// first evaluation, which is the loss before the step, and the number of samples. Traps if the optimizer does not
    /// evaluate the loss.
    ///
    /// Every evaluation starts from the same state of the random generator. Dropout therefore draws the same masks, and
    /// the loss depends only on the model. The metrics count only the first evaluation.
    mutating func closureStep(
        _ optimizer: some ClosureOptimizer, _ batches: [TrainingBatch<Batch>]
    ) -> (loss: Double, samples: Int) {
        var (moved, model) = (optimizer, self.model)
        let start: Trainer = self
        var first: (trainer: Trainer, loss: Double)?
        moved.update(&model) { model in
            var (trainer, index): (Trainer, Int) = (start, 0)
            let (loss, gradient, _): (Double, Model, Int) = trainer.meanGradient(model, of: batches.count) { _ in
                guard index < batches.count else { return nil }
                defer { index += 1 }
                return batches[index]
            }
            if first == nil { first = (trainer, loss) }
            return (value: Tensor<Double>(loss), gradient: gradient)
        }
        guard let first else { fatalError("Trainer: \(type(of: optimizer)) did not evaluate the loss") }
        // Keep the generator and the metrics as they were after the first evaluation.
        (self.position.generator, self.tallies) = (first.trainer.position.generator, first.trainer.tallies)
        finishStep(model, moved)
        return (first.loss, batches.reduce(0) { $0 + $1.count })
    }
}
