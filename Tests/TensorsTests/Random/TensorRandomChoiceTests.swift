import Tensors
import Testing

@Suite struct TensorRandomChoiceTests {
    @Test func integersHaveEqualProbabilities() {
        var generator = PhiloxGenerator(seed: 3)
        let numbers = Tensor<Int8>(randomIntegers: [60_000], in: -3 ..< 3, using: &generator)
        let counts: [Int] = (Tensor<Int>(numbers) + 3).binCounts().scalars
        #expect(counts.count == 6)
        // Allows five standard deviations of a binomial count.
        for count in counts { #expect(abs(count - 10_000) < 460) }
        var again = PhiloxGenerator(seed: 3)
        #expect(Tensor<Int8>(randomIntegers: [60_000], in: -3 ..< 3, using: &again) == numbers)
    }

    /// The kernel takes the same numbers of the stream as the standard library's `random(in:using:)`, and leaves the
    /// generator in the same state, also if the generator has a half of a block left and if numbers are skipped.
    private func checkStream<Scalar: IntegerScalar>(_ ranges: Range<Scalar>...) {
        for range in ranges {
            for count in [0, 1, 2, 3, 127, 128, 129, 1000] {
                for takenBefore in 0 ... 2 {
                    var generator = PhiloxGenerator(seed: 7, block: UInt64.max - 2)
                    for _ in 0 ..< takenBefore { _ = generator.next() }
                    var expected: PhiloxGenerator = generator
                    let numbers = Tensor<Scalar>(randomIntegers: [count], in: range, using: &generator)
                    let others: [Scalar] = (0 ..< count).map { _ in Scalar.random(in: range, using: &expected) }
                    #expect(numbers.scalars == others, "\(Scalar.self) in \(range), \(count) numbers")
                    #expect(generator == expected, "\(Scalar.self) in \(range), \(count) numbers")
                }
            }
        }
    }

    @Test func integersComeFromTheStreamInOrder() {
        checkStream(Int.min ..< Int.max, 0 ..< 1, -5 ..< 1000, 0 ..< (1 << 62) + 1)
        checkStream(Int8.min ..< 127, 0 ..< 1, -3 ..< 3)
        checkStream(Int16.min ..< Int16.max, 0 ..< 20_000)
        checkStream(Int32.min ..< Int32.max, -7 ..< 3_000_000)
        checkStream(UInt.min ..< UInt.max, 3 ..< (1 << 63) + 5)
        checkStream(UInt8.min ..< 255, 0 ..< 200, 0 ..< 129)
        checkStream(UInt16.min ..< 65_535, 1 ..< 40_000)
        checkStream(UInt32.min ..< UInt32.max, 0 ..< (1 << 31) + 1)
    }

    @Test func weightsAreProbabilities() {
        var generator = PhiloxGenerator(seed: 4)
        let x = Tensor<Int>([10, 20, 30, 40])
        let drawn: Tensor<Int> = x.randomChoice(40_000, weights: Tensor([1, 0, 2, 5]), using: &generator)
        let counts: [Int] = (drawn / 10).binCounts(minimumLength: 5).scalars
        #expect(counts[2] == 0)
        for (count, expected) in zip([counts[1], counts[3], counts[4]], [5000, 10_000, 25_000]) {
            #expect(abs(count - expected) < 500)
        }
    }

    @Test func withoutReplacementNothingIsDrawnTwice() {
        var generator = PhiloxGenerator(seed: 5)
        let x: Tensor<Int> = Tensor(from: 0, to: 50)
        for _ in 0 ..< 20 {
            #expect(Set(x.randomChoice(50, replacing: false, using: &generator).scalars).count == 50)
            var weights = Tensor<Double>(ones: [50])
            weights[0 ..< 10] = Tensor(0)
            let drawn: [Int] = x.randomChoice(40, replacing: false, weights: weights, using: &generator).scalars
            #expect(drawn.sorted() == Array(10 ..< 50))
        }
    }

    /// Of two elements with the weights 3 and 1, the first element is drawn first in three of four samples.
    @Test func withoutReplacementTheFirstHasItsWeight() {
        var generator = PhiloxGenerator(seed: 6)
        let x = Tensor<Int>([0, 1])
        let firsts: Int = (0 ..< 4000).reduce(0) { sum, _ in
            sum + x.randomChoice(2, replacing: false, weights: Tensor([3, 1]), using: &generator)[0].scalar
        }
        #expect(abs(firsts - 1000) < 140)
    }

    @Test func impossibleChoicesTrap() async {
        await #expect(processExitsWith: .failure) {
            var generator = PhiloxGenerator(seed: 1)
            _ = Tensor<Int>([1, 2]).randomChoice(3, replacing: false, using: &generator)
        }
        await #expect(processExitsWith: .failure) {
            var generator = PhiloxGenerator(seed: 1)
            _ = Tensor<Int>([1, 2]).randomChoice(1, weights: Tensor([1, -1]), using: &generator)
        }
    }
}
