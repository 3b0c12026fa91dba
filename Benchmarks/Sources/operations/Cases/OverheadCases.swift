import Measurement
import SynaNN

/// Returns work on small arrays, where the time is the overhead of an operation, with and without gradient; and
/// training steps of small networks.
func overheadCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 1)
    let x = Tensor<Float>(randomUniform: [100], in: 0.1 ..< 1, using: &generator)
    let matrix = Tensor<Float>(randomNormal: [10, 10], using: &generator)
    var cases: [OperationCase] = []
    cases.add("one operation with gradient [100]") { gradient(at: x) { $0.exp().sum() } }
    cases.add("chain of 20 operations [100]") { chain(x) }
    cases.add("chain of 20 operations with gradient [100]") { gradient(at: x) { chain($0).sum() } }
    cases.add("24 different operations [10, 10]") { mixture(matrix) }
    cases.add("24 different operations with gradient [10, 10]") { gradient(at: matrix) { mixture($0).sum() } }
    return cases + networkCases()
}

/// Adds and multiplies ten times.
private func chain(_ x: Tensor<Float>) -> Tensor<Float> {
    (0 ..< 10).reduce(x) { x, _ in (x + 0.5) * 0.6 }
}

/// Applies operations of all kinds.
private func mixture(_ x: Tensor<Float>) -> Tensor<Float> {
    var y: Tensor<Float> = matmul(x, x).tanh() + x
    y = (y * x).sigmoid() - y.transposed()
    y = y / (y.squared().sum(axis: 1, keepDims: true) + 1)
    y = y.reshaped(to: [5, 20]).exp().reshaped(to: [10, 10])
    y = maximum(y, x).relu() + y[0]
    y = y.softmax() * y.mean() + y.max(axis: 0)
    return Tensor(concatenating: [y[.all, 0 ..< 5], x[.all, 5 ..< 10].abs()], axis: 1).log1p()
}

private func networkCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 2)
    var network = Sequential<Float>(
        Linear(784, 128, using: &generator), ReLU(), Linear(128, 64, using: &generator), ReLU(),
        Linear(64, 10, using: &generator))
    let images = Tensor<Float>(randomNormal: [32, 784], using: &generator)
    let labels = Tensor<Int>(randomIntegers: [32], in: 0 ..< 10, using: &generator)
    func networkGradient() -> Sequential<Float> { gradient(at: network) { crossEntropy($0(images), labels) } }
    var (sgd, momentum, adam) = (
        SGD(learningRate: 1e-4), SGD(learningRate: 1e-4, momentum: 0.9), Adam(learningRate: 1e-5)
    )
    let direction: Sequential<Float> = networkGradient()
    var cases: [OperationCase] = []
    cases.add("network 784-128-64-10 [1, 784]") { network(images[0 ..< 1]) }
    cases.add("network 784-128-64-10 [32, 784]") { network(images) }
    cases.add("network 784-128-64-10 with gradients [32, 784]") { networkGradient() }
    cases.add("network 784-128-64-10, step of SGD [32, 784]") {
        let direction: Sequential<Float> = networkGradient()
        sgd.update(&network, along: direction)
    }
    cases.add("network 784-128-64-10, step of SGD with momentum [32, 784]") {
        let direction: Sequential<Float> = networkGradient()
        momentum.update(&network, along: direction)
    }
    cases.add("network 784-128-64-10, step of Adam [32, 784]") {
        let direction: Sequential<Float> = networkGradient()
        adam.update(&network, along: direction)
    }
    cases.add("Adam without gradients, network 784-128-64-10") { adam.update(&network, along: direction) }
    return cases + largeOptimizerCases()
}

private func largeOptimizerCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 3)
    var parameter = Tensor<Float>(randomNormal: [4_000_000], using: &generator)
    let direction = Tensor<Float>(randomNormal: [4_000_000], using: &generator)
    var (momentum, adam) = (SGD(learningRate: 1e-4, momentum: 0.9), Adam(learningRate: 1e-5))
    var cases: [OperationCase] = []
    cases.add("SGD with momentum [4000000]") { momentum.update(&parameter, along: direction) }
    cases.add("Adam [4000000]") { adam.update(&parameter, along: direction) }
    return cases
}
