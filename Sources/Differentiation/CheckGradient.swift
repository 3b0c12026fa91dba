import Tensors

/// How far a gradient is from central differences.
public struct GradientCheck: Sendable, CustomStringConvertible {
    /// The greatest |analytic − numeric| / max(1, |analytic|, |numeric|); +∞ where one of them is not finite.
    public fileprivate(set) var error = 0.0
    /// The parameter and the element where it is.
    public fileprivate(set) var parameter = ""
    public fileprivate(set) var element = 0
    /// Both derivatives there.
    public fileprivate(set) var analytic = 0.0
    public fileprivate(set) var numeric = 0.0

    public var description: String {
        "gradient check: error \(error) at \(parameter.isEmpty ? "the tensor" : parameter)[\(element)]: "
            + "analytic \(analytic), numeric \(numeric)"
    }
}

/// Compares the gradient of `function` at `model` with central differences, (f(p + h) − f(p − h)) / 2h, for every element
/// of every parameter.
///
/// Meant for `Double`: with h = ε^⅓ · max(1, |p|) and a smooth function both agree to about 10⁻⁹. Costs two evaluations
/// for each element.
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
        for (element, slope) in expected.scalars.enumerated() {
            let numeric: Double = centralDifference(model, position, element, function)
            let scale: Double = max(1, abs(slope), abs(numeric))
            let difference: Double = abs(slope - numeric) / scale
            let error: Double = difference.isFinite ? difference : .infinity
            if error > worst.error {
                worst = GradientCheck(
                    error: error, parameter: list.names[position], element: element, analytic: slope,
                    numeric: numeric)
            }
        }
    }
    return worst
}

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
    var current = 0
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
