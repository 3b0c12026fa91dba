import Differentiation
import NeuralNetworks
import Tensors

/// A module with every kind of stored value that is not a trainable parameter, such as constants, integers and buffers.
struct CarefulModule: Module {
    @Constant var mask: Tensor<Float>
    @Constant var cache: [String: Tensor<Double>]
    let indices: Tensor<Int>
    let phases: Tensor<Bool>
    let empty = Tensor<Float>(zeros: [0, 3])
    let names = ["a", "b"]
    let numbers = [1.5, 2.5]
    var running = Buffer(Tensor<Float>(zeros: [3]))
    var layer: (any TensorModule<Float>)?

    init() {
        mask = Tensor([1, 0, 1])
        cache = ["a": Tensor([1])]
        indices = Tensor([1, 2])
        phases = Tensor([true])
        layer = BatchNorm<Float>(3)
    }

    func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { input * mask }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&running, "running")
        guard var norm = layer as? BatchNorm<Float> else { return }
        visitor.visit(&norm, "layer")
        layer = norm
    }
}
