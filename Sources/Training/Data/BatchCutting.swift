import Tensors

/// How an epoch's samples are cut into batches.
enum BatchCutting {
    /// The length of the next batch when `rest` samples are left. A single last sample belongs to the batch before it.
    static func length(of rest: Int, batchSize: Int) -> Int {
        rest <= batchSize || (batchSize > 1 && rest - batchSize == 1) ? rest : batchSize
    }

    /// The number of batches of `samples` samples.
    static func count(samples: Int, batchSize: Int) -> Int {
        let (whole, rest): (Int, Int) = samples.quotientAndRemainder(dividingBy: batchSize)
        return rest == 0 || (rest == 1 && batchSize > 1 && whole > 0) ? whole : whole + 1
    }
}

/// The number of steps that a `Trainer` makes in `epochs` epochs, for the length of a schedule. `Int.max` if the number is
/// greater.
public func trainingStepCount(epochs: Int, samples: Int, batchSize: Int, batchesPerStep: Int = 1) -> Int {
    require(
        epochs >= 0 && samples >= 0 && batchSize > 0 && batchesPerStep > 0,
        "trainingStepCount: \(epochs) epochs of \(samples) samples in batches of \(batchSize), \(batchesPerStep) a step"
    )
    let batches: Int = BatchCutting.count(samples: samples, batchSize: batchSize)
    let steps: Int = batches / batchesPerStep + (batches.isMultiple(of: batchesPerStep) ? 0 : 1)
    let (count, isTooGreat): (Int, Bool) = steps.multipliedReportingOverflow(by: epochs)
    return isTooGreat ? Int.max : count
}
