import Tensors
import TestSupport
import Testing

@Suite struct TensorExtremaTests {
    static let reductions: [(name: String, reduction: ReductionCases.Reduction)] = [
        ("max", { $0.max(axes: $1, keepDims: $2) }), ("min", { $0.min(axes: $1, keepDims: $2) }),
    ]

    @Test(arguments: reductions.indices)
    func reductionHasItsDerivativesInEveryLayout(index: Int) {
        let (name, reduction) = Self.reductions[index]
        #expect(ReductionCases.problems(of: reduction) == [], "\(name)")
    }

    @Test func reductionsAgreeWithPyTorch() {
        for (operation, reduction) in Self.reductions {
            #expect(ReductionCases.problems(of: reduction, againstPyTorch: operation) == [])
        }
    }

    @Test func positionsAgreeWithPyTorch() {
        for reference in ReferenceCase.all("argmax") {
            let input: Tensor<Double> = reference.tensor("input")
            #expect(input.argmax(axis: reference.integer("axis")) == reference.integers("output"), "\(reference)")
        }
    }

    /// The first of equal elements counts, and the first NaN before all numbers, in lines of every length.
    @Test func positionsInLinesWithTiesAndNaNAreThoseOfALoop() {
        for length in [1, 15, 16, 31, 32, 63, 64, 65, 100, 127, 128, 130, 255, 256, 300, 1000, 4095, 4096, 5000] {
            for kind in 0 ..< 4 {
                let noise: Tensor<Double> = sample([6, length], in: 0 ... 1, seed: length + kind)
                let lines = Tensor<Double>(
                    noise.scalars.map { value in
                        switch kind {
                        case 0: value
                        case 1: (5 * value).rounded(.down)
                        case 2: value < 0.5 / Double(length) ? .nan : (9 * value).rounded(.down)
                        default: value < 0.1 ? 1 : value < 0.5 ? .infinity : -.infinity
                        }
                    }, shape: [6, length])
                for isGreatest in [true, false] {
                    let expected: [Int] = (0 ..< 6).map { row in
                        let line: [Double] = lines[row].scalars
                        if let place = line.firstIndex(where: \.isNaN) { return place }
                        return line.indices.reduce(0) { best, place in
                            (isGreatest ? line[place] > line[best] : line[place] < line[best]) ? place : best
                        }
                    }
                    let single = Tensor<Float>(lines)
                    let found = isGreatest ? lines.argmax(axis: 1) : lines.argmin(axis: 1)
                    let foundInSingle = isGreatest ? single.argmax(axis: 1) : single.argmin(axis: 1)
                    #expect(found.scalars == expected, "\(length) \(kind)")
                    if kind != 0 { #expect(foundInSingle.scalars == expected, "\(length) \(kind)") }
                }
            }
        }
    }

    @Test(arguments: [1, 7, 31, 32, 33, 64, 67, 128, 200])
    func extremaOfLongRowsAreFoundInEveryPlace(length: Int) {
        for place in 0 ..< length {
            var values: [Float] = (0 ..< length).map { Float(($0 * 37) % 101) / 101 }
            values[place] = 2
            #expect(Tensor<Float>(values).max().scalar == 2, "place \(place)")
            #expect((-Tensor<Float>(values)).min().scalar == -2, "place \(place)")
            values[place] = .nan
            let row = Tensor<Float>(values)
            #expect(row.max().scalar.isNaN && row.min().scalar.isNaN, "place \(place)")
            let integers: [Int] = (0 ..< length).map { $0 == place ? 1000 : ($0 * 37) % 101 }
            #expect(Tensor<Int>(integers).max().scalar == 1000, "place \(place)")
        }
    }

    @Test func positionsOfExtremaAreTheFirst() {
        let a = Tensor<Float>([[1, 5, 5], [7, -2, 7]])
        #expect(a.argmax(axis: 1) == Tensor<Int>([1, 0]))
        #expect(a.argmax(axis: 0) == Tensor<Int>([1, 0, 1]))
        #expect(a.argmin(axis: 1, keepDims: true) == Tensor<Int>([[0], [1]]))
        #expect(a.argmax() == 3)
        #expect(a.argmin() == 4)
        for arrangement in MemoryArrangement.allCases {
            #expect(a.arranged(arrangement).argmax(axis: 0) == Tensor<Int>([1, 0, 1]), "\(arrangement)")
        }
    }

    @Test func notANumberWins() {
        let a = Tensor<Double>([[1, .nan, 3], [4, 5, 6]])
        #expect(a.max(axis: 1).scalars[0].isNaN && a.min(axis: 1).scalars[0].isNaN)
        #expect(a.max(axis: 1).scalars[1] == 6)
        #expect(a.argmax(axis: 1).scalars == [1, 2])
    }

    @Test func integersHaveExtrema() {
        let a = Tensor<Int>([[1, 2, 3], [4, 5, 6]])
        #expect(a.max().scalar == 6)
        #expect(a.min().scalar == 1)
    }

    @Test func emptyAxesTrapWithTheNameOfTheOperation() async {
        let least = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Float>(zeros: [2, 0]).argmin(axis: 1)
        }
        let leastWords: String = text(least?.standardErrorContent)
        #expect(leastWords.contains("argmin: axis 1 of shape [2, 0] is empty"))
        let greatest = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Float>(zeros: [2, 0]).argmax(axis: 1)
        }
        let greatestWords: String = text(greatest?.standardErrorContent)
        #expect(greatestWords.contains("argmax: axis 1 of shape [2, 0] is empty"))
    }

    private func checkFirstPositions<Scalar: NumericScalar>(_ value: (Int) -> Scalar) {
        for length in Array(1 ... 40) + [63, 64, 65, 100, 127, 128, 129, 300] {
            for seed in 0 ..< 4 {
                // Few different values, so that several elements are equal extrema.
                let values: [Scalar] = (0 ..< length).map { value(($0 * (7 + 4 * seed) + seed) % (3 + 9 * seed)) }
                let greatest: Scalar = values.max() ?? values[0]
                let least: Scalar = values.min() ?? values[0]
                let row = Tensor<Scalar>(values)
                #expect(row.argmax() == values.firstIndex(of: greatest), "\(values)")
                #expect(row.argmin() == values.firstIndex(of: least), "\(values)")
            }
        }
    }

    @Test func ofEqualExtremaTheFirstIsFound() {
        checkFirstPositions { Float($0) }
        checkFirstPositions { Double($0) }
        checkFirstPositions { Int8($0) }
        checkFirstPositions { $0 }
        for length in [3, 40, 100, 130] {
            for place in 0 ..< length {
                var values: [Double] = (0 ..< length).map { Double($0 % 5) }
                values[place] = .nan
                values[length - 1] = .nan
                #expect(Tensor<Double>(values).argmax() == place)
                #expect(Tensor<Float>(values.map { Float($0) }).argmin() == place)
            }
        }
    }
}
