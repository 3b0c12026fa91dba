import Tensors
import TestSupport
import Testing

@Suite struct TensorSoftmaxTests {
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
    }

    /// Rows of at most 32 columns are computed together, a row in each lane. The number of rows and columns is below, at and
    /// above the lengths of vectors. The other rows must not change the bits of a row.
    @Test func everyRowIsComputedAlone() {
        func check<Scalar: RealScalar>(_ type: Scalar.Type, tolerance: Double) {
            for columns in [1, 2, 3, 4, 7, 8, 9, 10, 15, 16, 17, 31, 32, 33, 70] {
                let wide: Tensor<Double> = sample([19, columns], in: -9 ... 9)
                let x = Tensor<Scalar>(wide)
                let shifted: Tensor<Double> = wide - wide.max(axis: 1, keepDims: true)
                let logarithm: Tensor<Double> = shifted.exp().sum(axis: 1, keepDims: true).log()
                let results: [(Tensor<Scalar>, Tensor<Double>)] = [
                    (x.softmax(), (shifted - logarithm).exp()), (x.logSoftmax(), shifted - logarithm),
                    (x.logSumExp(keepDims: true), wide.max(axis: 1, keepDims: true) + logarithm),
                ]
                for (result, expected) in results {
                    #expect(difference(Tensor<Double>(result), expected, tolerance: tolerance) == nil, "\(columns)")
                }
                for row in 0 ..< 19 {
                    #expect(x[row].softmax().scalars == results[0].0[row].scalars, "\(columns), row \(row)")
                    #expect(x[row].logSoftmax().scalars == results[1].0[row].scalars, "\(columns), row \(row)")
                    #expect(x[row].logSumExp().scalar == results[2].0[row, 0].scalar, "\(columns), row \(row)")
                }
            }
        }
        check(Float.self, tolerance: 3e-6)
        check(Double.self, tolerance: 1e-13)
    }

    @Test func infinitiesAreLimits() {
        let a = Tensor<Double>([[-.infinity, 0, -.infinity], [-.infinity, -.infinity, -.infinity]])
        #expect(a.logSumExp().scalars == [0, -.infinity])
        #expect(a.softmax().scalars[0 ..< 3] == [0, 1, 0])
        #expect(Tensor<Double>([.infinity, 1]).logSumExp().scalar == .infinity)
        // exp(1000) overflows, but the softmax and the log-sum-exp must not.
        #expect(difference(Tensor<Float>([1000, 1000]).softmax(), Tensor([0.5, 0.5]), tolerance: 1e-7) == nil)
        #expect(abs(Tensor<Float>([-1000, -1000]).logSumExp().scalar + 1000 - 0.693_147) < 1e-4)
    }

    @Test func notANumberWins() {
        let a = Tensor<Double>([[1, .nan, 3], [4, 5, 6]])
        #expect(a.softmax().scalars[0].isNaN && a.logSumExp().scalars[0].isNaN)
        #expect(a.softmax()[1].sum().scalar.isFinite && a.logSumExp().scalars[1].isFinite)
    }

    @Test func emptyAxisGivesAnEmptyResult() {
        #expect(Tensor<Double>(zeros: [3, 0]).softmax(axis: 1).shape == [3, 0])
    }
}
