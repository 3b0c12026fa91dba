import Differentiation
import NeuralNetworks
import Tensors

/// A network that uses a layer twice, and reads the number of samples to reshape its input.
struct TracedNetwork: Module {
    var conv: Conv2D<Float>
    var norm = BatchNorm<Float>(4)
    var shared: Linear<Float>
    var unused = Tensor<Float>(zeros: [5])

    init() {
        var generator = PhiloxGenerator(seed: 1)
        conv = Conv2D(1, 4, kernel: 3, using: &generator)
        shared = Linear(16, 16, using: &generator)
    }

    func callAsFunction(_ images: Tensor<Float>) -> Tensor<Float> {
        let x: Tensor<Float> = maxPool2D(norm(conv(images)), Window2D(kernel: (2, 2), stride: (2, 2))).relu()
        return shared(shared(x.reshaped(to: [images.shape[0], 16])).gelu())
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&conv, "conv")
        visitor.visit(&norm, "norm")
        visitor.visit(&shared, "shared")
        visitor.visit(&unused, "unused")
    }
}

/// A module whose input is a pair: token ids and a mask of the same shape. The output is the mean of the embeddings of
/// the tokens whose mask is true.
struct MaskedReader: Module {
    var embedding: Embedding<Float>

    init() {
        var generator = PhiloxGenerator(seed: 1)
        embedding = Embedding(10, 3, using: &generator)
    }

    func callAsFunction(_ input: (Tensor<Int>, Tensor<Bool>)) -> Tensor<Float> {
        let mask: Tensor<Float> = Tensor<Float>(input.1).expandingShape(at: 2)
        return (embedding(input.0) * mask).sum(axis: 1) / mask.sum(axis: 1)
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&embedding, "embedding") }
}

/// Models that a trace cannot record, because they read an element of the batch, or use the number of samples in a
/// condition or a loop.
struct Untraceable: ParameterFreeModule {
    enum Kind { case readsScalars, branches, lists }
    let kind: Kind

    func callAsFunction(_ x: Tensor<Float>) -> Tensor<Float> {
        switch kind {
        case .readsScalars: x * Tensor<Float>(x.scalars[0])
        case .branches: x.shape[0] > 2 ? x.exp() : x.sin()
        case .lists: (0 ..< x.shape[0]).reduce(x) { sum, _ in sum + 1 }
        }
    }
}
