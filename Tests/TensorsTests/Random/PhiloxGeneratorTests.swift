import Tensors
import Testing

@Suite struct PhiloxGeneratorTests {
    /// The generator gives the known answer of the algorithm's authors (Random123, kat_vectors: philox4x32-10, key and
    /// counter 0).
    @Test func philoxGivesItsKnownAnswer() {
        var generator = PhiloxGenerator(seed: 0)
        #expect(generator.next() == 0xe169_c58d_6627_e8d5)
        #expect(generator.next() == 0x9b00_dbd8_bc57_ac4c)
    }

    @Test func permutationsContainEveryPositionOnce() {
        var generator = PhiloxGenerator(seed: 4)
        for count in [0, 1, 2, 1000] {
            #expect(generator.permutation(count).sorted() == Array(0 ..< count))
        }
        #expect(Tensor<Int>(randomPermutation: 100, using: &generator).scalars != Array(0 ..< 100))
    }

    /// In 9000 permutations of three numbers, each number is at each position about 3000 times.
    @Test func permutationsAreUniform() {
        var generator = PhiloxGenerator(seed: 5)
        var counts = [Int](repeating: 0, count: 9)
        for _ in 0 ..< 9000 {
            for (position, value) in generator.permutation(3).enumerated() { counts[position * 3 + value] += 1 }
        }
        #expect(counts.allSatisfy { abs($0 - 3000) < 200 })
    }

    @Test func boundedNumbersStayBelowTheirBound() {
        var generator = PhiloxGenerator(seed: 6)
        let numbers: [Int] = (0 ..< 1000).map { _ in generator.next(below: 7) }
        #expect(Set(numbers) == Set(0 ..< 7))
    }

    @Test func splitGeneratorsDiffer() {
        var generator = PhiloxGenerator(seed: 8)
        var (first, second) = (generator.split(), generator.split())
        #expect(first.next() != second.next())
    }
}
