import Tensors
import TestSupport
import Testing

@Suite struct TensorSumTests {
    static let reductions: [(name: String, reduction: ReductionCases.Reduction)] = [
        ("sum", { $0.sum(axes: $1, keepDims: $2) }), ("mean", { $0.mean(axes: $1, keepDims: $2) }),
        ("variance", { $0.variance(axes: $1, keepDims: $2) }),
    ]

    @Test(arguments: reductions.indices)
    func reductionHasItsDerivativesInEveryLayout(index: Int) {
        let (name, reduction) = Self.reductions[index]
        #expect(ReductionCases.problems(of: reduction) == [], "\(name)")
    }

    @Test func reductionsAgreeWithPyTorch() {
        for (operation, reduction) in Self.reductions where operation != "variance" {
            #expect(ReductionCases.problems(of: reduction, againstPyTorch: operation) == [])
        }
        for reference in ReferenceCase.all("variance") {
            let axes: [Int] = reference.integers(parameter: "axes")
            let correction: Int = reference.integer("correction")
            let found: [String] = problems(against: reference, inputs: ["input"]) { inputs in
                inputs[0].variance(axes: axes, correction: correction)
            }
            #expect(found == [])
        }
    }

    @Test func notANumberWins() {
        #expect(Tensor<Double>([[1, .nan, 3], [4, 5, 6]]).sum(axis: 1).scalars.map(\.isNaN) == [true, false])
    }

    @Test func emptyAxesHaveTheNeutralElement() {
        let empty = Tensor<Double>(zeros: [3, 0])
        #expect(empty.sum(axis: 1) == Tensor<Double>([0, 0, 0]))
        #expect(empty.sum().scalar == 0)
        #expect(empty.sum(axis: 0).shape == [0])
        #expect(empty.mean(axis: 1).scalars.allSatisfy { $0.isNaN })
        #expect(empty.max(axis: 0).shape == [0])
    }

    @Test func longSumsKeepTheirDigits() {
        // A sum in a single running `Float` would stop at 2²⁴, because 2²⁴ + 1 is not a `Float`.
        let count: Int = 1 << 24 + 1_000_000
        #expect(Tensor<Float>(ones: [count]).sum().scalar == Float(count))
        let x = Tensor<Float>(repeating: 0.1, shape: [1_000_000])
        #expect(abs(x.sum().scalar / 100_000 - 1) < 1e-6)
        #expect(abs(x.mean().scalar - 0.1) < 1e-7)
    }

    @Test func varianceIsTwoPass() {
        // The formula E[x²] − E[x]² would lose all digits: (10⁹)² needs more digits than `Double` has.
        let x: Tensor<Double> = Tensor([4, 7, 13, 16]) + 1e9
        #expect(x.variance(correction: 1).scalar == 30)
        #expect((Tensor<Float>([4, 7, 13, 16]) + 1e4).variance(correction: 1).scalar == 30)
    }

    @Test func integersReduce() {
        let a = Tensor<Int>([[1, 2, 3], [4, 5, 6]])
        #expect(a.sum().scalar == 21)
        #expect(a.sum(axis: 0) == Tensor<Int>([5, 7, 9]))
    }
}
