import Measurement
import SynaNN

/// Returns random arrays.
func randomCases() -> [OperationCase] {
    var generator = PhiloxGenerator(seed: 1)
    var cases: [OperationCase] = []
    cases.add("normal [100]") { Tensor<Float>(randomNormal: [100], using: &generator) }
    cases.add("normal [1000000]") { Tensor<Float>(randomNormal: [1_000_000], using: &generator) }
    cases.add("double normal [1000000]") { Tensor<Double>(randomNormal: [1_000_000], using: &generator) }
    cases.add("uniform [1000000]") { Tensor<Float>(randomUniform: [1_000_000], using: &generator) }
    cases.add("double uniform [1000000]") { Tensor<Double>(randomUniform: [1_000_000], using: &generator) }
    cases.add("Bernoulli [1000000]") {
        Tensor<Float>(randomBernoulli: [1_000_000], probability: 0.3, using: &generator)
    }
    cases.add("integers [1000000]") { Tensor<Int>(randomIntegers: [1_000_000], in: 0 ..< 1000, using: &generator) }
    cases.add("permutation [100000]") { Tensor<Int>(randomPermutation: 100_000, using: &generator) }
    return cases
}
