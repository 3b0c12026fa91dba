import SynaNN

/// The settings of a training that the validation sets choose for each rival.
struct Settings: Codable, Hashable {
    let learningRate: Double
    let width: Int
    /// The position of the variant in `Rival.variants`.
    let variant: Int

    /// All settings that are tried. The grid is the same for every rival.
    static let grid: [Settings] = [1e-3, 3e-3].flatMap { rate in
        [16, 64, 128].flatMap { width in
            (0 ..< 3).map { Settings(learningRate: rate, width: width, variant: $0) }
        }
    }
}

/// The sets of images for the trainings with a seed.
struct Split {
    let train, validation: DigitSets

    /// Draws `count` sets for the training from the first 50 000 training images of MNIST, and the same number of
    /// validation sets, but at least 100 and at most 500, from the last 10 000 training images.
    init(_ digits: MNIST, count: Int, seed: Int) {
        var generator = PhiloxGenerator(seed: UInt64(seed))
        train = digits.train.sets(count, from: 0 ..< 50_000, using: &generator)
        validation = digits.train.sets(min(max(count, 100), 500), from: 50_000 ..< 60_000, using: &generator)
    }

    /// The greatest number of steps, which is the same for every rival.
    var steps: Int { train.count <= 300 ? 1000 : train.count <= 1000 ? 2000 : 3000 }
}

/// The number of sets in a step.
private let batchSize = 20
/// The number of steps between two evaluations on the validation sets.
private let stepsBetweenEvaluations = 50
/// A training stops after this number of evaluations without a lower loss.
private let patience = 6

/// Trains a network with Adam, and returns the network of the step with the least loss on the validation sets, and this
/// loss.
func trained<Model: SetModel>(
    _ model: Model, on split: Split, learningRate: Double, seed: Int
) -> (model: Model, validationLoss: Double) {
    var (model, optimizer): (Model, Adam) = (model, Adam(learningRate: learningRate))
    var generator = PhiloxGenerator(seed: UInt64(seed) + 1_000_000)
    var best: (model: Model, validationLoss: Double) = (model, .infinity)
    var order: [Int] = []
    var evaluationsWithoutGain = 0
    for step in 1 ... split.steps {
        if order.count < min(batchSize, split.train.count) {
            order = Array(0 ..< split.train.count).shuffled(using: &generator)
        }
        let batch: DigitSets = split.train.selected(Array(order.suffix(batchSize)))
        order.removeLast(min(batchSize, order.count))
        let slope: Model = gradient(at: model) { $0.predict(batch.images, batch.mask).loss(batch.labels) }
        optimizer.update(&model, along: slope)
        guard step.isMultiple(of: stepsBetweenEvaluations) else { continue }
        let validation: DigitSets = split.validation
        let loss = Double(model.predict(validation.images, validation.mask).loss(validation.labels).scalar)
        evaluationsWithoutGain += 1
        if loss < best.validationLoss { (best, evaluationsWithoutGain) = ((model, loss), 0) }
        if evaluationsWithoutGain == patience { break }
    }
    return best
}

/// The quality of a network on the test images.
struct Quality: Codable {
    /// The fraction of the labels of the test sets that are right, from 0 to 1.
    let labelAccuracy: Double
    /// The fraction of the single test images for which the digit with the greatest score is right, from 0 to 1.
    let digitAccuracy: Double
    /// The mean binary cross-entropy of the labels of the test sets, in nats.
    let logLoss: Double

    init(of model: some SetModel, on sets: DigitSets, singles: DigitSets) {
        let prediction: Prediction = model.predict(sets.images, sets.mask)
        let right: Tensor<Bool> = (prediction.scores .> 0) .== (sets.labels .> 0.5)
        labelAccuracy = Double(right.countTrue()) / Double(right.count)
        logLoss = Double(prediction.loss(sets.labels).scalar)
        let found: Tensor<Int> = model.predict(singles.images, singles.mask).scores.argmax(axis: 1)
        digitAccuracy = Double((found .== singles.labels.argmax(axis: 1)).countTrue()) / Double(found.count)
    }
}
