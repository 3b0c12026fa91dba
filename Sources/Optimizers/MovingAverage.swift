internal import CKernels
import Differentiation
import Tensors

/// The exponential moving average a of a model w over the steps t of a training. The average also contains the buffers:
///
///     a ← a + (1 − d) · (w − a),   d = min(decay, (1 + t) / (10 + t)) after step t
///
/// With a large learning rate the weights oscillate around a minimum. The average of the weights is closer to the
/// minimum, and usually more accurate on new data. d is the weight of the old average. For small t this weight is
/// small, so the average forgets the first weights. The cost is the memory of a second model, and a pass over this
/// memory at each step.
///
/// Source: B. Polyak, A. Juditsky, "Acceleration of stochastic approximation by averaging", SIAM J. Control Optim. 30,
/// 1992; d grows as in TensorFlow's `ExponentialMovingAverage`.
public struct MovingAverage<Model: Parameterized & Sendable>: Sendable {
    /// The average, as a model.
    public private(set) var model: Model
    /// The limit of d for large t, where d is the weight of the old average in step t.
    public let decay: Double

    /// Creates an average that starts at the given model.
    ///
    /// - Parameters:
    ///   - model: The first value of the average.
    ///   - decay: The limit of d for large t, where d is the weight of the old average in step t. A number that is not
    ///     at least 0 and less than 1 traps. The average contains about the last 1/(1 − decay) steps. If `decay` is 0,
    ///     the average equals the last model.
    public init(of model: Model, decay: Double) {
        require((0 ..< 1).contains(decay), "MovingAverage: the decay \(decay) is not at least 0 and less than 1")
        (self.model, self.decay) = (model, decay)
    }

    /// Adds the model after a step to the average. Traps if the parameters or buffers of the model differ from the
    /// parameters or buffers of the average in number, shape or scalar type.
    ///
    /// - Parameters:
    ///   - latest: The model after the step.
    ///   - step: t, the number of the step, counted from 1. A number below 1 traps.
    public mutating func update(with latest: Model, step: Int) {
        require(step > 0, "MovingAverage: the step \(step) is not positive")
        var (copy, list): (Model, TensorList) = (latest, TensorList())
        copy.visitParameters(&list)
        let t = Double(step)
        var averager = Averager(latest: list, rate: 1 - min(decay, (1 + t) / (10 + t)))
        model.visitParameters(&averager)
        require(
            averager.position == list.tensors.count && averager.bufferPosition == list.buffers.count,
            "MovingAverage: the model has \(list.tensors.count) parameters and \(list.buffers.count) buffers, and "
                + "\(averager.position) and \(averager.bufferPosition) in the average")
    }
}

/// An average has the same parameters as its model. An average can therefore be saved and loaded like a model.
extension MovingAverage: Parameterized {
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) { model.visitParameters(&visitor) }
}

private struct Averager: ParameterVisitor {
    let latest: TensorList
    let rate: Double
    var path: [String] = []
    private(set) var position = 0
    private(set) var bufferPosition = 0

    init(latest: TensorList, rate: Double) { (self.latest, self.rate) = (latest, rate) }

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        guard position < latest.tensors.count, let value = latest.tensors[position] as? Tensor<Scalar> else {
            fatalError("MovingAverage: the model has no parameter \(name) like the average's")
        }
        blend(&parameter, value)
        position += 1
    }

    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) {
        guard bufferPosition < latest.buffers.count, let value = latest.buffers[bufferPosition] as? Buffer<Scalar>
        else { fatalError("MovingAverage: the model has no buffer \(name) like the average's") }
        var average: Tensor<Scalar> = buffer.value
        blend(&average, value.value)
        buffer = Buffer(average)
        bufferPosition += 1
    }

    private func blend<Scalar: RealScalar>(_ average: inout Tensor<Scalar>, _ value: Tensor<Scalar>) {
        require(
            average.shape == value.shape,
            "MovingAverage: \(name) is \(value.shape), and \(average.shape) in the average")
        let value: Tensor<Scalar> = value.contiguous()
        average.withUnsafeMutableBuffer { average in
            value.withUnsafeBuffer { value in
                synann_average_step(
                    Scalar.kernelType, rate, average.count, average.baseAddress, value.baseAddress)
            }
        }
    }
}
