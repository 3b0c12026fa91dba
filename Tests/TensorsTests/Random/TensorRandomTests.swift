import Tensors
import TestSupport
import Testing

@Suite struct TensorRandomTests {
    @Test func tensorsContinueTheGeneratorsSequence() {
        var generator = PhiloxGenerator(seed: 7)
        let first = Tensor<Float>(randomUniform: [10], using: &generator)
        let second = Tensor<Float>(randomUniform: [10], using: &generator)
        #expect(first != second)
        var saved = PhiloxGenerator(seed: generator.seed, block: generator.block)
        #expect(Tensor<Float>(randomNormal: [5], using: &generator) == Tensor<Float>(randomNormal: [5], using: &saved))
        var again = PhiloxGenerator(seed: 7)
        #expect(Tensor<Float>(randomUniform: [10], using: &again) == first)
    }

    @Test func uniformNumbersHaveTheirMomentsAndBounds() {
        var generator = PhiloxGenerator(seed: 1)
        let x = Tensor<Float>(randomUniform: [200_000], in: -2 ..< 3, using: &generator)
        #expect(x.min().scalar >= -2 && x.max().scalar < 3)
        #expect(abs(x.mean().scalar - 0.5) < 0.02)
        #expect(abs(x.variance().scalar - 25 / 12) < 0.02)
        // The upper bound is excluded, even from a range that contains only one number.
        let narrow = Tensor<Float>(randomUniform: [10_000], in: 1 ..< Float(1).nextUp, using: &generator)
        #expect(narrow.max().scalar == 1)
    }

    @Test func normalNumbersHaveTheirMoments() {
        var generator = PhiloxGenerator(seed: 2)
        let x = Tensor<Double>(randomNormal: [200_000], mean: 3, standardDeviation: 2, using: &generator)
        let centered: Tensor<Double> = (x - 3) / 2
        #expect(abs(centered.mean().scalar) < 0.01)
        #expect(abs(centered.variance().scalar - 1) < 0.015)
        #expect(abs(pow(centered, 3).mean().scalar) < 0.03)
        #expect(abs(pow(centered, 4).mean().scalar - 3) < 0.1)
        // The fractions of numbers within one, two and three standard deviations of the mean are those of the normal
        // distribution.
        for (width, share) in [(1.0, 0.6827), (2.0, 0.9545), (3.0, 0.9973)] {
            let inside: Int = (centered.abs() .< width).countTrue()
            #expect(abs(Double(inside) / 200_000 - share) < 0.005)
        }
    }

    @Test func bernoulliHasItsShare() {
        var generator = PhiloxGenerator(seed: 3)
        let x = Tensor<Float>(randomBernoulli: [100_000], probability: 0.3, using: &generator)
        #expect(abs(x.mean().scalar - 0.3) < 0.01)
        #expect((x .== 0 .|| x .== 1).all())
    }

    /// A seed gives the same numbers in every release, because files and papers rely on these numbers.
    @Test func numbersAreStable() {
        var generator = PhiloxGenerator(seed: 42)
        let uniform = Tensor<Double>(randomUniform: [3], using: &generator)
        let normal = Tensor<Double>(randomNormal: [3], using: &generator)
        let single = Tensor<Float>(randomUniform: [3], using: &generator)
        #expect(uniform.scalars == [0.4685865183391049, 0.32706338120338474, 0.6583155272123093])
        // Allows an error in the last digit: normal numbers are computed with log and cos, which depend on the
        // instruction set.
        let expected = Tensor<Double>([0.21637628796618585, -1.0808154976343705, 0.17126596131881114])
        #expect(difference(normal, expected, tolerance: 1e-14) == nil)
        #expect(single.scalars == [0.3264181, 0.31484747, 0.22548205])
        #expect(generator.permutation(6) == [5, 3, 4, 2, 0, 1])
    }

    @Test func rangesWithoutNumbersAndNegativeDeviationsTrap() async {
        let empty = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            _ = Tensor<Float>(randomUniform: [3], in: 0 ..< 0, using: &generator)
        }
        let emptyWords: String = text(empty?.standardErrorContent)
        #expect(emptyWords.contains("randomUniform: the range 0.0..<0.0 is empty"))
        let infinite = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            let most = Double.greatestFiniteMagnitude
            _ = Tensor<Double>(randomUniform: [3], in: -most ..< most, using: &generator)
        }
        let infiniteWords: String = text(infinite?.standardErrorContent)
        #expect(infiniteWords.contains("randomUniform: the length of the range"))
        await #expect(processExitsWith: .failure) {
            var generator = PhiloxGenerator(seed: 1)
            _ = Tensor<Double>(randomUniform: [3], in: 0 ..< .infinity, using: &generator)
        }
        let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            _ = Tensor<Float>(randomNormal: [3], standardDeviation: -1, using: &generator)
        }
        let negativeWords: String = text(negative?.standardErrorContent)
        #expect(negativeWords.contains("randomNormal: the standard deviation -1.0 is negative"))
        await #expect(processExitsWith: .failure) {
            var generator = PhiloxGenerator(seed: 1)
            _ = Tensor<Float>(randomNormal: [3], standardDeviation: .nan, using: &generator)
        }
        await #expect(processExitsWith: .failure) {
            var generator = PhiloxGenerator(seed: 1)
            _ = Tensor<Int>(randomIntegers: [3], in: 4 ..< 4, using: &generator)
        }
        var generator = PhiloxGenerator(seed: 1)
        let constant = Tensor<Double>(randomNormal: [3], mean: 2, standardDeviation: 0, using: &generator)
        #expect(constant.scalars == [2, 2, 2])
    }
}
