import NeuralNetworks
import ONNX
import Tensors
import TestSupport

/// Writes a model as an ONNX file, and evaluates the file with the operators of TestSupport. Returns a description of
/// the first difference between the outputs of the model and the file, or `nil` if the outputs agree. Throws an
/// `ONNXError` if the model cannot be written.
func fileProblem<Scalar: RealScalar>(_ model: some TensorModule<Scalar>, _ input: Tensor<Scalar>) throws
    -> String?
{
    let expected: Tensor<Scalar> = withMode(.inference) { model(input) }
    let file = try ONNXFile(ONNXModel(of: model, sample: Shape(Array(input.shape.dropFirst()))).encoded)
    return difference(file(input), expected, tolerance: Scalar.self == Double.self ? 1e-9 : 1e-5)
}
