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
