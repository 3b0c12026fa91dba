import NeuralNetworks
import Tensors

/// A module that can be written as a part of an ONNX graph.
///
/// A network says what its parts are given and under which names, in the order of its `callAsFunction`:
///
///     extension Classifier: ONNXConvertible {
///         func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue {
///             let x: ONNXValue = graph.add(hidden, "hidden", input)
///             return graph.add(output, "output", graph.add("Relu", x))
///         }
///     }
public protocol ONNXConvertible<Scalar>: Module where Input == Tensor<Scalar>, Output == Tensor<Scalar> {
    /// The type of the numbers.
    associatedtype Scalar: RealScalar

    /// Said once more, so that `Scalar` follows from it.
    func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar>

    /// Adds the nodes that compute what the module computes in inference, and answers their outcome.
    func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue
}
