import Tensors

/// The division of an epoch's samples into batches.
package enum BatchCutting {
    /// Returns the length of the next batch when `rest` samples are left. If one sample would be left after this batch,
    /// that sample also belongs to this batch, except for a batch size of 1.
    static func length(of rest: Int, batchSize: Int) -> Int {
        rest <= batchSize || (batchSize > 1 && rest - batchSize == 1) ? rest : batchSize
    }

    /// Returns the batches into which the samples at `order` are divided, if `length(of:batchSize:)` determines the
    /// length of each batch.
    package static func batches(of order: ArraySlice<Int>, batchSize: Int) -> [ArraySlice<Int>] {
        var (batches, rest): ([ArraySlice<Int>], ArraySlice<Int>) = ([], order)
        while !rest.isEmpty {
            batches.append(rest.prefix(length(of: rest.count, batchSize: batchSize)))
            rest = rest.dropFirst(batches[batches.count - 1].count)
        }
        return batches
    }

    /// Returns the number of batches into which `samples` samples are divided, if `length(of:batchSize:)` determines
    /// the length of each batch.
    static func count(samples: Int, batchSize: Int) -> Int {
        let (whole, rest): (Int, Int) = samples.quotientAndRemainder(dividingBy: batchSize)
        return rest == 0 || (rest == 1 && batchSize > 1 && whole > 0) ? whole : whole + 1
    }
}

/// Returns the number of steps that a `Trainer` makes in `epochs` epochs of `samples` samples. A step uses
/// `batchesPerStep` batches of `batchSize` samples. A schedule over the whole training has this number of steps.
/// Returns `Int.max` if the number exceeds `Int.max`. Traps if `epochs` or `samples` is negative, or if `batchSize` or
/// `batchesPerStep` is not positive.
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
