import NeuralNetworks
import Statistics
import Tensors

/// The mean cross-entropy, the accuracy and the calibration error of a classifier over all samples, in inference mode; NaN
/// where there are none.
///
/// - Parameters:
///   - batchSize: How many samples the model is given at a time.
///   - progress: Called after every batch with the number of samples done.
public func evaluate<Scalar: RealScalar>(
    _ model: some TensorModule<Scalar>, on data: some ClassificationData<Scalar>, batchSize: Int = 500,
    progress: (_ samples: Int) -> Void = { _ in }
) -> (loss: Double, accuracy: Double, calibrationError: Double) {
    require(batchSize > 0, "evaluate: the batch size \(batchSize) is not positive")
    let order = Array(0 ..< data.count)
    var (total, correct, calibration): (Double, Int, CalibrationTally) = (0, 0, CalibrationTally())
    var rest: ArraySlice<Int> = order[...]
    while !rest.isEmpty {
        let indices: ArraySlice<Int> = rest.prefix(batchSize)
        rest = rest.dropFirst(batchSize)
        let (inputs, labels) = data.batch(indices)
        let scores: Tensor<Scalar> = withMode(.inference) { model(inputs) }
        total += Double(crossEntropy(scores, labels).scalar) * Double(indices.count)
        correct += correctCount(scores, labels)
        calibration.add(scores, labels)
        progress(indices.endIndex)
    }
    return (total / Double(order.count), Double(correct) / Double(order.count), calibration.error)
}
