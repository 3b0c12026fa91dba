import Tensors

/// The greatest difference between a gradient and central differences.
public struct GradientCheck: Sendable, CustomStringConvertible {
    /// The greatest |analytic − numeric| / max(1, |analytic|, |numeric|); +∞ if a derivative is not finite.
    public fileprivate(set) var error = 0.0
    /// The name of the parameter with the greatest error; empty if the model is a single tensor or there is no error.
    public fileprivate(set) var parameter = ""
    /// The position of the element with the greatest error, in row-major order.
    public fileprivate(set) var element = 0
    /// The derivative from `gradient` at that element.
    public fileprivate(set) var analytic = 0.0
    /// The central difference at that element.
    public fileprivate(set) var numeric = 0.0

    /// The error, its place, and both derivatives there.
    public var description: String {
        "gradient check: error \(error) at \(parameter.isEmpty ? "the tensor" : parameter)[\(element)]: "
            + "analytic \(analytic), numeric \(numeric)"
    }
}

/// Compares the gradient of `function` at `model` with central differences, (f(p + h) − f(p − h)) / 2h, for every
/// element of every parameter.
///
/// The step is h = ε^⅓ · max(1, |p|). For a smooth function both derivatives agree to about 10⁻⁹. The function is
/// evaluated twice for each element. Traps if a parameter is not `Double`, or if `function` does not return a single
/// number.
///
/// - Parameters:
///   - model: The point at which to differentiate: a tensor, a layer, a model.
///   - function: The function to differentiate. It must be deterministic.
/// - Returns: The greatest error and its place.
public func checkGradient<Model: Parameterized>(
    at model: Model, of function: (Model) -> Tensor<Double>
) -> GradientCheck {
    var analytic: Model = gradient(at: model, of: function)
    var list = TensorList()
    analytic.visitParameters(&list)
    var worst = GradientCheck()
    for (position, tensor) in list.tensors.enumerated() {
        guard let expected = tensor as? Tensor<Double> else {
            fatalError("checkGradient: parameter \(list.names[position]) is not Double")
        }
        for (element, derivative) in expected.scalars.enumerated() {
            let numeric: Double = centralDifference(model, position, element, function)
            let scale: Double = max(1, abs(derivative), abs(numeric))
            let difference: Double = abs(derivative - numeric) / scale
            let error: Double = difference.isFinite ? difference : .infinity
            if error > worst.error {
                worst = GradientCheck(
                    error: error, parameter: list.names[position], element: element, analytic: derivative,
                    numeric: numeric)
            }
        }
    }
    return worst
}

/// Returns the central difference with respect to one element of one parameter.
private func centralDifference<Model: Parameterized>(
    _ model: Model, _ position: Int, _ element: Int, _ function: (Model) -> Tensor<Double>
) -> Double {
    var (above, below) = (
        Nudge(position: position, element: element, sign: 1), Nudge(position: position, element: element, sign: -1)
    )
    var (upper, lower): (Model, Model) = (model, model)
    upper.visitParameters(&above)
    lower.visitParameters(&below)
    return (function(upper).scalar - function(lower).scalar) / (above.result - below.result)
}

/// Moves one element of one parameter by a step.
private struct Nudge: ParameterVisitor {
    let position: Int
    let element: Int
    let sign: Double
    var path: [String] = []
    /// The position of the current parameter.
    var current = 0
    /// The element's value after the step. Rounding makes it slightly different from the exact sum.
    var result = 0.0

    init(position: Int, element: Int, sign: Double) {
        self.position = position
        self.element = element
        self.sign = sign
    }

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        defer { current += 1 }
        guard current == position else { return }
        parameter.withUnsafeMutableBuffer { buffer in
            let step: Double = 6e-6 * max(1, abs(buffer[element]._double))
            buffer[element] += Scalar(sign * step)
            result = buffer[element]._double
        }
    }
}
