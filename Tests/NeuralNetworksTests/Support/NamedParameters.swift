import Differentiation
import Tensors

/// Returns a copy of the model in which each parameter is the tensor with the parameter's name.
///
/// A parameter without a tensor of its name keeps its value.
func replacingParameters<Model: Parameterized>(of model: Model, by tensors: [String: Tensor<Double>]) -> Model {
    var (model, visitor): (Model, Replacement) = (model, Replacement(tensors: tensors))
    model.visitParameters(&visitor)
    return model
}

private struct Replacement: ParameterVisitor {
    var path: [String] = []
    let tensors: [String: Tensor<Double>]

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        if let tensor = tensors[name] as? Tensor<Scalar> { parameter = tensor }
    }
}
