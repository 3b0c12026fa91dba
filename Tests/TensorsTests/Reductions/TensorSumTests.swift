import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct ReductionTests {
    typealias Reduction = @Sendable (Tensor<Double>, [Int], Bool) -> Tensor<Double>

    static let reductions: [(name: String, reduction: Reduction)] = [
        ("sum", { $0.sum(axes: $1, keepDims: $2) }), ("mean", { $0.mean(axes: $1, keepDims: $2) }),
        ("max", { $0.max(axes: $1, keepDims: $2) }), ("min", { $0.min(axes: $1, keepDims: $2) }),
        ("variance", { $0.variance(axes: $1, keepDims: $2) }),
    ]

    static let cases: [(shape: Shape, axes: [Int])] = [
        ([5], [0]), ([2, 3], [0]), ([2, 3], [-1]), ([2, 3], [0, 1]), ([2, 3, 4], [1]), ([2, 3, 4], [0, 2]),
        ([3, 1, 2], [1]), ([1], [0]), ([2, 3], []), ([], []),
    ]

    @Test(arguments: reductions.indices)
    func reductionHasItsDerivativesInEveryLayout(index: Int) {
        let (name, reduction) = Self.reductions[index]
        for (shape, axes) in Self.cases {
            for keepDims in [false, true] {
                let found: [String] = problems(of: { reduction($0[0], axes, keepDims) }, at: [sample(shape)])
                #expect(found == [], "\(name) of \(shape) over \(axes)")
            }
        }
    }

    static let alongOneAxis: [(name: String, function: @Sendable (Tensor<Double>, Int) -> Tensor<Double>)] = [
        ("softmax", { $0.softmax(axis: $1) }), ("logSoftmax", { $0.logSoftmax(axis: $1) }),
        ("logSumExp", { $0.logSumExp(axis: $1) }), ("logSumExp kept", { $0.logSumExp(axis: $1, keepDims: true) }),
    ]

    @Test(arguments: alongOneAxis.indices)
    func softmaxFamilyHasItsDerivativesInEveryLayout(index: Int) {
        let (name, function) = Self.alongOneAxis[index]
        let cases: [(Shape, Int)] = [
            ([4], 0), ([2, 3], 1), ([2, 3], 0), ([2, 3, 4], 1), ([1, 5], -1), ([3, 1], -1),
        ]
        for (shape, axis) in cases {
            let found: [String] = problems(of: { function($0[0], axis) }, at: [sample(shape, in: -2 ... 2)])
            #expect(found == [], "\(name) of \(shape) along \(axis)")
        }
    }

    @Test func reductionsAgreeWithPyTorch() {
        for (operation, reduction) in Self.reductions where operation != "variance" {
            for reference in ReferenceCase.all(operation) {
                let axes: [Int] = reference.integers(parameter: "axes")
                #expect(problems(against: reference, inputs: ["input"]) { reduction($0[0], axes, false) } == [])
            }
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

    @Test func softmaxFamilyAgreesWithPyTorch() {
        let functions: [String: @Sendable (Tensor<Double>, Int) -> Tensor<Double>] = [
            "softmax": { $0.softmax(axis: $1) }, "log_softmax": { $0.logSoftmax(axis: $1) },
            "logsumexp": { $0.logSumExp(axis: $1) },
        ]
        for (operation, function) in functions {
            for reference in ReferenceCase.all(operation) {
                let axis: Int = reference.integer("axis")
                #expect(problems(against: reference, inputs: ["input"]) { function($0[0], axis) } == [])
            }
        }
        for reference in ReferenceCase.all("argmax") {
            let input: Tensor<Double> = reference.tensor("input")
            #expect(input.argmax(axis: reference.integer("axis")) == reference.integers("output"), "\(reference)")
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
        #expect(a.sum().scalar.isNaN && a.softmax().scalars[0].isNaN && a.logSumExp().scalars[0].isNaN)
    }

    @Test func infinitiesAreLimits() {
        let a = Tensor<Double>([[-.infinity, 0, -.infinity], [-.infinity, -.infinity, -.infinity]])
        #expect(a.logSumExp().scalars == [0, -.infinity])
        #expect(a.softmax().scalars[0 ..< 3] == [0, 1, 0])
        #expect(Tensor<Double>([.infinity, 1]).logSumExp().scalar == .infinity)
        // Far beyond where exp overflows.
        #expect(difference(Tensor<Float>([1000, 1000]).softmax(), Tensor([0.5, 0.5]), tolerance: 1e-7) == nil)
        #expect(abs(Tensor<Float>([-1000, -1000]).logSumExp().scalar + 1000 - 0.693_147) < 1e-4)
    }

    @Test func emptyAxesHaveTheNeutralElement() {
        let empty = Tensor<Double>(zeros: [3, 0])
        #expect(empty.sum(axis: 1) == Tensor<Double>([0, 0, 0]))
        #expect(empty.sum().scalar == 0)
        #expect(empty.sum(axis: 0).shape == [0])
        #expect(empty.mean(axis: 1).scalars.allSatisfy { $0.isNaN })
        #expect(empty.max(axis: 0).shape == [0])
        #expect(empty.softmax(axis: 1).shape == [3, 0])
    }

    @Test func longSumsKeepTheirDigits() {
        // Added one after the other in Float, the sum of 2²⁴ + 10⁶ ones would stop at 2²⁴.
        let count: Int = 1 << 24 + 1_000_000
        #expect(
            Tensor<Float>(ones: [count % 3_000_000 + 2_000_000]).sum().scalar == Float(count % 3_000_000 + 2_000_000))
        let x = Tensor<Float>(repeating: 0.1, shape: [1_000_000])
        #expect(abs(x.sum().scalar / 100_000 - 1) < 1e-6)
        #expect(abs(x.mean().scalar - 0.1) < 1e-7)
    }

    @Test func varianceIsTwoPass() {
        // E[x²] − E[x]² would cancel to nothing here: 1e8² needs more digits than Double has.
        let x: Tensor<Double> = Tensor([4, 7, 13, 16]) + 1e9
        #expect(x.variance(correction: 1).scalar == 30)
        #expect((Tensor<Float>([4, 7, 13, 16]) + 1e4).variance(correction: 1).scalar == 30)
    }

    @Test func integersReduce() {
        let a = Tensor<Int>([[1, 2, 3], [4, 5, 6]])
        #expect(a.sum().scalar == 21)
        #expect(a.sum(axis: 0) == Tensor<Int>([5, 7, 9]))
        #expect(a.max().scalar == 6)
        #expect(a.min().scalar == 1)
    }
}
