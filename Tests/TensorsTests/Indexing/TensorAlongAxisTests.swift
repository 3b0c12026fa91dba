import Tensors
import TestSupport
import Testing

@Suite struct TensorAlongAxisTests {
    /// Lines of every length, with and without negative indices.
    @Test func elementsAreTakenFromLinesOfEveryLength() {
        for width in Array(1 ... 40) + [1023, 1024, 1030, 2100] {
            let x: Tensor<Float> = sample([3, width])
            for lowest in [0, -width] {
                let places: [Int] = (0 ..< 3 * width).map { ($0 * 13 + $0 / 5) % width + lowest }
                let indices = Tensor<Int>(places, shape: [3, width])
                let expected: [Float] = (0 ..< 3).flatMap { row in
                    let line: [Float] = x[row].scalars
                    return indices[row].scalars.map { line[($0 + width) % width] }
                }
                #expect(x.takenAlong(indices, axis: 1).scalars == expected, "\(width) \(lowest)")
            }
        }
    }

    @Test func derivativesAgreeWithCentralDifferences() {
        let indices = Tensor<Int>([[1, -1, 1], [0, 2, 2]])
        let (x, values): (Tensor<Double>, Tensor<Double>) = (sample([2, 4]), sample([2, 3], seed: 1))
        #expect(problems(of: { $0[0].takenAlong(indices, axis: 1) }, at: [x]) == [])
        #expect(problems(of: { $0[0].addingAlong($0[1], at: indices, axis: 1) }, at: [x, values]) == [])
        #expect(problems(of: { $0[0].maximumAlong($0[1], at: indices, axis: 1) }, at: [x, values]) == [])
        #expect(
            problems(
                of: {
                    var x: Tensor<Double> = $0[0] * 1
                    x.putAlong($0[1], at: indices, axis: 1)
                    return x
                }, at: [x, values]) == [])
    }

    @Test func equalMaximaShareTheGradient() {
        let x = Tensor<Double>([1, 5])
        let places = Tensor<Int>([0, 0, 1])
        let gradient: Tensor<Double> = gradientOf(
            { x.maximumAlong($0, at: places, axis: 0) }, Tensor([5, 5, 5]), Tensor([1, 1]))
        #expect(gradient.scalars == [0.5, 0.5, 0.5])
    }

    @Test func valuesAtEqualPositionsAreAdded() {
        let sums: Tensor<Double> = Tensor(zeros: [3]).addingAlong(
            Tensor(ones: [5]), at: Tensor([0, 2, 2, -1, 0]), axis: 0)
        #expect(sums.scalars == [2, 0, 3])
    }

    @Test func indicesOfAnotherShapeTrapWithBothShapes() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Float>(zeros: [2, 4]).takenAlong(Tensor(zeros: [3, 1]), axis: 1)
        }
        let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(said.contains("[3, 1]") && said.contains("[2, 4]"))
    }

    @Test(arguments: MemoryArrangement.allCases)
    func longRowsOfIndicesAreCheckedAndCounted(arrangement: MemoryArrangement) {
        let x: Tensor<Float> = Tensor(from: 0, to: 6).reshaped(to: [2, 3])
        let places: [Int] = (0 ..< 5000).map { ($0 * 7) % 6 - 3 }
        let expected: [Float] = places.map { Float($0 < 0 ? $0 + 3 : $0) }
        let y: Tensor<Float> = x.arranged(arrangement).takenAlong(
            Tensor<Int>(places + places, shape: [2, 5000]), axis: 1)
        #expect(y.scalars == expected + expected.map { $0 + 3 })
        let positive: [Int] = places.map { $0 < 0 ? $0 + 3 : $0 }
        let same: Tensor<Float> = x.arranged(arrangement).takenAlong(Tensor<Int>(positive, shape: [1, 5000]), axis: 1)
        #expect(same == y)
    }

    @Test func anIndexOutOfRangeInALongRowTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var places = [Int](repeating: -1, count: 5000)
            places[3210] = -4
            _ = Tensor<Double>(zeros: [3]).takenAlong(Tensor(places), axis: 0)
        }
        let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(said.contains("index -4") && said.contains("[3]"))
    }
}
