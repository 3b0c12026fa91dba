import Measurement
import SynaNN

/// The layers that the benchmark measures, each with a forward pass and a step. The names of the rows are those of
/// `Benchmarks/peers/layers.py`.
struct LayerWorkloads {
    /// The rows of the benchmark: a name, and the work to measure.
    private(set) var all: [(String, () -> Void)] = []

    init() {
        var generator = PhiloxGenerator(seed: 1)
        add(
            "depthwise conv 3×3, [32, 64, 56, 56]",
            Conv2D<Float>(64, 64, kernel: 3, padding: 1, groups: 64, using: &generator), [32, 64, 56, 56], &generator)
        add(
            "depthwise conv 3×3 stride 2, [32, 64, 56, 56]",
            Conv2D<Float>(64, 64, kernel: 3, stride: 2, padding: 1, groups: 64, using: &generator), [32, 64, 56, 56],
            &generator)
        add(
            "depthwise conv 3×3, [32, 256, 14, 14]",
            Conv2D<Float>(256, 256, kernel: 3, padding: 1, groups: 256, using: &generator), [32, 256, 14, 14],
            &generator)
        add(
            "conv 3×3 in 4 groups, [32, 64, 28, 28]",
            Conv2D<Float>(64, 64, kernel: 3, padding: 1, groups: 4, using: &generator), [32, 64, 28, 28], &generator)
        add(
            "conv1D 3, [32, 64, 1024]", Conv1D<Float>(64, 64, kernel: 3, padding: 1, using: &generator),
            [32, 64, 1024], &generator)
        add(
            "transposed conv 4×4 stride 2, [32, 64, 28, 28]",
            ConvTranspose2D<Float>(64, 64, kernel: 4, stride: 2, padding: 1, using: &generator), [32, 64, 28, 28],
            &generator)
        add(
            "adaptive average pool 7×7, [32, 256, 28, 28]", AdaptiveAveragePool2D<Float>(7), [32, 256, 28, 28],
            &generator)
        add("adaptive max pool 7×7, [32, 256, 28, 28]", AdaptiveMaxPool2D<Float>(7), [32, 256, 28, 28], &generator)
        add("RMSNorm 768, [4096, 768]", RMSNorm<Float>([768]), [4096, 768], &generator)
        add("GroupNorm 32 groups, [32, 256, 28, 28]", GroupNorm<Float>(32, 256), [32, 256, 28, 28], &generator)
        add("InstanceNorm, [32, 64, 56, 56]", InstanceNorm<Float>(64), [32, 64, 56, 56], &generator)
        for shape in [[100, 10, 10], [100, 1000, 10], [32, 50, 128]] as [Shape] {
            let pooling = SynapsePooling<Float>(
                shape[2], instances: Double(shape[1]), returns: .surprisalOfComplement)
            add("synapse pooling, \(shape)", pooling, shape, &generator)
            add("synapse pooling by tensor operations, \(shape)", ComposedPooling(pooling), shape, &generator)
        }
    }

    /// Adds the two rows of a layer.
    private mutating func add<Layer: TensorModule<Float>>(
        _ name: String, _ layer: Layer, _ shape: Shape, _ generator: inout PhiloxGenerator
    ) {
        let x = Tensor<Float>(randomNormal: shape, using: &generator)
        let weights = Tensor<Float>(randomNormal: layer(x).shape, using: &generator)
        all.append((name + ", forward", { keep(layer(x)) }))
        // The cotangent is an arbitrary tensor, as in a network, and not the constant of a plain sum.
        all.append((name + ", step", { keep(gradient(at: x, layer) { x, layer in (layer(x) * weights).sum() }) }))
    }
}

/// The pooling of `SynapsePooling`, composed of tensor operations: −log(1 − λ) − Σ_i log(1 − β·x_i).
private struct ComposedPooling: Module {
    var pooling: SynapsePooling<Float>

    init(_ pooling: SynapsePooling<Float>) { self.pooling = pooling }

    func callAsFunction(_ x: Tensor<Float>) -> Tensor<Float> {
        let terms: Tensor<Float> = -(x * pooling.effectiveBeta)
        let leak: Tensor<Float> = pooling.effectiveLeak?.surprisalOfComplement() ?? Tensor(0)
        return leak - terms.log1p().sum(axis: 1)
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&pooling, "pooling") }
}
