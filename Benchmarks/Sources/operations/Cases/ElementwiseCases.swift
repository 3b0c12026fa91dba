import Measurement
import SynaNN

/// Returns operations on elements: contiguous arrays of 1 to 10⁷ floats, and other scalars at 10⁶ elements.
func elementwiseCases() -> [OperationCase] {
    [1, 100, 10_000, 1_000_000, 10_000_000].flatMap(floatCases) + doubleCases() + integerCases() + conversionCases()
}

private func floatCases(count: Int) -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 1)
    let x = Tensor<Float>(randomUniform: [count], in: 0.1 ..< 2, using: &generator)
    let y = Tensor<Float>(randomUniform: [count], in: 0.1 ..< 2, using: &generator)
    let centred: Tensor<Float> = x - 1
    let isLarge: Tensor<Bool> = x .> 1
    var sum: Tensor<Float> = x + y
    var cases: [OperationCase] = []
    cases.add("add [\(count)]") { x + y }
    cases.add("multiply [\(count)]") { x * y }
    cases.add("divide [\(count)]") { x / y }
    cases.add("add a number [\(count)]") { x + 2.5 }
    cases.add("add in place [\(count)]") { sum += x }
    cases.add("maximum [\(count)]") { maximum(x, y) }
    cases.add("power [\(count)]") { pow(x, y) }
    cases.add("power 1.7 [\(count)]") { pow(x, 1.7) }
    cases.add("less [\(count)]") { x .< y }
    cases.add("where [\(count)]") { select(isLarge, x, y) }
    cases.add("clip [\(count)]") { x.clipped(to: 0.5 ... 1.5) }
    cases.add("abs [\(count)]") { centred.abs() }
    cases.add("negative [\(count)]") { -x }
    cases.add("square root [\(count)]") { x.squareRoot() }
    cases.add("exp [\(count)]") { x.exp() }
    cases.add("log [\(count)]") { x.log() }
    cases.add("log1p [\(count)]") { x.log1p() }
    cases.add("sin [\(count)]") { x.sin() }
    cases.add("tanh [\(count)]") { centred.tanh() }
    cases.add("sigmoid [\(count)]") { centred.sigmoid() }
    cases.add("erf [\(count)]") { centred.erf() }
    cases.add("relu [\(count)]") { centred.relu() }
    cases.add("silu [\(count)]") { centred.silu() }
    cases.add("gelu [\(count)]") { centred.gelu() }
    return cases
}

private func doubleCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 2)
    let x = Tensor<Double>(randomUniform: [1_000_000], in: 0.1 ..< 2, using: &generator)
    let y = Tensor<Double>(randomUniform: [1_000_000], in: 0.1 ..< 2, using: &generator)
    var cases: [OperationCase] = []
    cases.add("double add [1000000]") { x + y }
    cases.add("double exp [1000000]") { x.exp() }
    cases.add("double log [1000000]") { x.log() }
    cases.add("double tanh [1000000]") { x.tanh() }
    cases.add("double power [1000000]") { pow(x, y) }
    return cases
}

private func integerCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 3)
    let n = Tensor<Int>(randomIntegers: [1_000_000], in: 1 ..< 1000, using: &generator)
    let m = Tensor<Int>(randomIntegers: [1_000_000], in: 1 ..< 1000, using: &generator)
    let (a, b) = (n .> 500, m .> 500)
    var cases: [OperationCase] = []
    cases.add("int add [1000000]") { n + m }
    cases.add("int multiply [1000000]") { n * m }
    cases.add("int floor divide [1000000]") { floorDivide(n, m) }
    cases.add("int equal [1000000]") { n .== m }
    cases.add("bool and [1000000]") { a .&& b }
    cases.add("bool or [1000000]") { a .|| b }
    cases.add("bool not [1000000]") { !a }
    return cases
}

private func conversionCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 4)
    let x = Tensor<Float>(randomUniform: [1_000_000], using: &generator)
    let copy: Tensor<Float> = x + 0
    let doubles = Tensor<Double>(x)
    let n = Tensor<Int>(randomIntegers: [1_000_000], in: 1 ..< 1000, using: &generator)
    let isLarge: Tensor<Bool> = x .> 0.5
    var cases: [OperationCase] = []
    cases.add("float to double [1000000]") { Tensor<Double>(x) }
    cases.add("double to float [1000000]") { Tensor<Float>(doubles) }
    cases.add("int to float [1000000]") { Tensor<Float>(n) }
    cases.add("bool to float [1000000]") { Tensor<Float>(isLarge) }
    cases.add("whole arrays are equal [1000000]") { x == copy }
    return cases
}
