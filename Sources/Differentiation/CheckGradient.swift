import Tensors

/// The result of `checkGradient`: the greatest difference between a gradient and central differences.
public struct GradientCheck: Sendable, CustomStringConvertible {
    /// The greatest |analytic − numeric| / max(1, |analytic|, |numeric|) of all elements, and +∞ if a derivative is NaN
    /// or infinite.
    public fileprivate(set) var error = 0.0
    /// The name of the parameter with the greatest error. The name is empty if the model is a single tensor, or if all
    /// errors are 0.
    public fileprivate(set) var parameter = ""
    /// The position of the element with the greatest error, in row-major order of its parameter.
    public fileprivate(set) var element = 0
    /// The derivative that `gradient` returns for this element.
    public fileprivate(set) var analytic = 0.0
    /// The central difference for this element.
    public fileprivate(set) var numeric = 0.0

    /// A line with the greatest error, the parameter and the element where it occurs, and the derivatives `analytic`
    /// and `numeric`.
    public var description: String {
        "gradient check: error \(error) at \(parameter.isEmpty ? "the tensor" : parameter)[\(element)]: "
            + "analytic \(analytic), numeric \(numeric)"
    }
}

/// Compares the gradient of `function` at `model` with central differences, and returns the greatest error.
/// `checkGradient` compares every element of every parameter.
///
/// The central difference is (f(p + h) − f(p − h)) / 2h, where f is `function` and p is the element. The step h is the
/// greater of 6·10⁻⁶ and 6·10⁻⁶·|p|; the factor 6·10⁻⁶ is about the cube root of `Double.ulpOfOne`. For a smooth
/// function the gradient and the central differences agree to about 10⁻⁹. The call evaluates `function` twice for each
/// element, and once for the gradient. Traps if a parameter is not `Double`, or if `function` does not return a tensor
/// with one element.
///
/// - Parameters:
///   - model: The point at which the function is differentiated: a tensor, a layer or a model.
///   - function: The function. It must return the same value for the same model, so it must not depend on random
///     numbers.
/// - Returns: The greatest error, the element where it occurs, and the two derivatives of this element.
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

/// Returns the central difference of `function` at `model` with respect to element `element`, in row-major order, of
/// parameter `position`, in the order of the visit.
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

/// A visitor that adds sign · h to element `element` of parameter `position`, where h is the step of `checkGradient`.
private struct Nudge: ParameterVisitor {
    let position: Int
    let element: Int
    let sign: Double
    var path: [String] = []
    /// The position of the parameter that is being visited.
    var current = 0
    /// The value of the element after the step. Because of rounding, this value differs slightly from the exact sum.
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
