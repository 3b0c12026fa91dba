import Datasets
import Tensors
import Testing

@Suite struct BatchSequenceTests {
    @Test func aUsersLoopGetsItsBatches() {
        var generator = PhiloxGenerator(seed: 1)
        let data = ArrayData(Tensor<Float>((0 ..< 22).map { Float($0) }, shape: [11, 2]), Tensor(Array(0 ..< 11)))
        #expect(data.batches(of: 4).map(\.targets.scalars) == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10]])
        // A last batch of a single sample is joined to the batch before it: 11 samples make batches of 5 and 6.
        #expect(data.batches(of: 5).map(\.targets.count) == [5, 6])
        var seen: [Int] = []
        for (x, y) in data.batches(of: 4, shuffledBy: &generator) {
            #expect(x.shape == [y.count, 2] && x[.all, 0].scalars.map { Int($0) / 2 } == y.scalars)
            seen += y.scalars
        }
        #expect(seen.sorted() == Array(0 ..< 11) && seen != Array(0 ..< 11))
        var other: [Int] = []
        for (_, y) in data.batches(of: 4, shuffledBy: &generator) { other += y.scalars }
        #expect(other != seen)
    }
}
