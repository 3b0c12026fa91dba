internal import CKernels
import Differentiation
import Tensors

/// The exponential moving average of a model over the steps of its training, buffers included:
///
///     a ← a + (1 − d) · (w − a),   d = min(decay, (1 + t) / (10 + t)) after step t
///
/// With a large learning rate the weights oscillate around a minimum. Their average is closer to it, and usually more
/// accurate on new data. For small t, d is small too, so that the average forgets the first weights. Cost: a second
/// copy of the model, and one pass over it at each step.
///
/// Source: B. Polyak, A. Juditsky, "Acceleration of stochastic approximation by averaging", SIAM J. Control Optim. 30,
/// 1992; the growth of d is that of TensorFlow's `ExponentialMovingAverage`.
public struct MovingAverage<Model: Parameterized & Sendable>: Sendable {
    /// The average.
    public private(set) var model: Model
    /// The factor d of the average after many steps.
    public let decay: Double

    /// - Parameters:
    ///   - model: The first value of the average.
    ///   - decay: The factor, at least 0 and less than 1; otherwise the initializer traps. With 0 the average is the
    ///     last model. The average contains about the last 1/(1 − decay) steps.
    public init(of model: Model, decay: Double) {
        require((0 ..< 1).contains(decay), "MovingAverage: the decay \(decay) is not at least 0 and less than 1")
        (self.model, self.decay) = (model, decay)
    }

    /// Adds the model after a step to the average.
    ///
    /// - Parameters:
    ///   - latest: The model after the step.
    ///   - step: t, from 1.
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

/// An average has the parameters of its model, so it is saved and loaded like the model.
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
