import NeuralNetworks
import ONNX
import Tensors
import TestSupport

/// The difference between a model's output and that of its file, run by operators that are written from their
/// definitions; `nil` if they agree.
func fileProblem<Scalar: RealScalar>(_ model: some TensorModule<Scalar>, _ input: Tensor<Scalar>) throws
    -> String?
{
    let expected: Tensor<Scalar> = withMode(.inference) { model(input) }
    let file = try ONNXFile(ONNXModel(of: model, sample: Shape(Array(input.shape.dropFirst()))).encoded)
    return difference(file(input), expected, tolerance: Scalar.self == Double.self ? 1e-9 : 1e-5)
}
