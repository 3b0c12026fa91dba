import Measurement
import SynaNN

/// Returns sums, extrema and other functions along every axis.
func reductionCases() -> [OperationCase] {
    shapeOfRowsCases() + axisCases() + softmaxCases() + integerReductionCases() + imageReductionCases()
}

/// Returns reductions of whole arrays, and of rows that are short or long.
private func shapeOfRowsCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 1)
    var cases: [OperationCase] = []
    for count in [1, 100, 10_000, 1_000_000, 10_000_000] {
        let x = Tensor<Float>(randomUniform: [count], using: &generator)
        cases.add("sum [\(count)]") { x.sum() }
        cases.add("max [\(count)]") { x.max() }
        cases.add("mean [\(count)]") { x.mean() }
        cases.add("argmax [\(count)]") { x.argmax() }
    }
    for shape in [[100_000, 10], [1000, 1000], [20, 50_000]] as [Shape] {
        let x = Tensor<Float>(randomUniform: shape, using: &generator)
        cases.add("sum, axis 1 \(shape)") { x.sum(axis: 1) }
        cases.add("mean, axis 1 \(shape)") { x.mean(axis: 1) }
        cases.add("max, axis 1 \(shape)") { x.max(axis: 1) }
        cases.add("argmax, axis 1 \(shape)") { x.argmax(axis: 1) }
        cases.add("norm, axis 1 \(shape)") { vectorNorm(x, order: 2, axes: [1]) }
    }
    return cases
}

private func axisCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 2)
    let x = Tensor<Float>(randomUniform: [1000, 1000], using: &generator)
    let stack = Tensor<Float>(randomUniform: [64, 100, 128], using: &generator)
    let doubles = Tensor<Double>(x)
    var cases: [OperationCase] = []
    cases.add("sum, axis 0 [1000, 1000]") { x.sum(axis: 0) }
    cases.add("mean, axis 0 [1000, 1000]") { x.mean(axis: 0) }
    cases.add("max, axis 0 [1000, 1000]") { x.max(axis: 0) }
    cases.add("argmax, axis 0 [1000, 1000]") { x.argmax(axis: 0) }
    cases.add("variance [1000, 1000]") { x.variance() }
    cases.add("variance, axis 0 [1000, 1000]") { x.variance(axis: 0) }
    cases.add("variance, axis 1 [1000, 1000]") { x.variance(axis: 1) }
    cases.add("Frobenius norm [1000, 1000]") { try matrixNorm(x) }
    cases.add("1-norm, axis 1 [1000, 1000]") { vectorNorm(x, order: 1, axes: [1]) }
    cases.add("sum, axis 1 [64, 100, 128]") { stack.sum(axis: 1) }
    cases.add("sum, axes 0 and 2 [64, 100, 128]") { stack.sum(axes: [0, 2]) }
    cases.add("mean, axis 1 [64, 100, 128]") { stack.mean(axis: 1) }
    cases.add("max, axis 1 [64, 100, 128]") { stack.max(axis: 1) }
    cases.add("argmax, axis 1 [64, 100, 128]") { stack.argmax(axis: 1) }
    cases.add("variance, axis 1 [64, 100, 128]") { stack.variance(axis: 1) }
    cases.add("double sum [1000, 1000]") { doubles.sum() }
    cases.add("double sum, axis 0 [1000, 1000]") { doubles.sum(axis: 0) }
    cases.add("double sum, axis 1 [1000, 1000]") { doubles.sum(axis: 1) }
    return cases
}

private func softmaxCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 3)
    var cases: [OperationCase] = []
    for shape in [[100_000, 10], [1000, 1000], [20, 50_000]] as [Shape] {
        let x = Tensor<Float>(randomNormal: shape, using: &generator)
        cases.add("softmax \(shape)") { x.softmax() }
        cases.add("log-softmax \(shape)") { x.logSoftmax() }
        cases.add("log-sum-exp \(shape)") { x.logSumExp() }
    }
    return cases
}

private func integerReductionCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 4)
    let n = Tensor<Int>(randomIntegers: [1_000_000], in: 1 ..< 1000, using: &generator)
    let mixed: Tensor<Bool> = n .> 500
    let none: Tensor<Bool> = n .< 0
    var cases: [OperationCase] = []
    cases.add("int sum [1000000]") { n.sum() }
    cases.add("int max [1000000]") { n.max() }
    cases.add("any, some are true [1000000]") { mixed.any() }
    cases.add("any, none is true [1000000]") { none.any() }
    cases.add("count of true [1000000]") { mixed.countTrue() }
    return cases
}

private func imageReductionCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 5)
    let images = Tensor<Float>(randomUniform: [32, 64, 28, 28], using: &generator)
    var cases: [OperationCase] = []
    cases.add("mean, axes 0, 2 and 3 [32, 64, 28, 28]") { images.mean(axes: [0, 2, 3]) }
    cases.add("variance, axes 0, 2 and 3 [32, 64, 28, 28]") { images.variance(axes: [0, 2, 3]) }
    return cases
}
