import Datasets
import Tensors
import Testing

@Suite struct WeightedSamplingTests {
    @Test func theFrequenciesAreThoseOfTheWeights() {
        let weights: [Double] = (0 ..< 1000).map { Double($0 % 4) }
        let data = Numbers(count: 1000).sampled(by: weights)
        var generator = PhiloxGenerator(seed: 1)
        var counts = [0, 0, 0, 0]
        for _ in 0 ..< 60 {
            for index in data.shuffledIndices(using: &generator) { counts[index % 4] += 1 }
        }
        #expect(counts[0] == 0)
        // 60 000 draws; the standard deviation of each count is at most 123.
        for weight in 1 ... 3 { #expect(abs(counts[weight] - 10_000 * weight) < 600, "\(counts)") }
    }

    @Test func passesInOrderVisitEverySampleOnce() throws {
        let data = Numbers(count: 6).sampled(by: [0, 0, 0, 0, 0, 2])
        var generator = PhiloxGenerator(seed: 1)
        #expect(data.shuffledIndices(using: &generator) == [5, 5, 5, 5, 5, 5])
        #expect(try data.batch([0, 3]) == [0, 3])
        #expect(Numbers(count: 0).sampled(by: []).shuffledIndices(using: &generator) == [])
    }

    @Test func impossibleWeightsTrap() async {
        await #expect(processExitsWith: .failure) { _ = Numbers(count: 2).sampled(by: [1]) }
        await #expect(processExitsWith: .failure) { _ = Numbers(count: 2).sampled(by: [0, 0]) }
        await #expect(processExitsWith: .failure) { _ = Numbers(count: 2).sampled(by: [1, -1]) }
        await #expect(processExitsWith: .failure) { _ = Numbers(count: 2).sampled(by: [1, .nan]) }
    }
}
