import Differentiation
import Foundation
import Tensors
import TestSupport
import Testing

/// Batch normalization of a batch whose parts are computed by threads.
@Suite struct BatchNormalizationSynchronizedTests {
    /// A part that meets the other parts in `reduce`.
    private struct Part: BatchGroup {
        let parts: Parts
        let number: Int

        func reduce(_ values: [Double], by combine: ([Double], [Double]) -> [Double]) -> [Double] {
            parts.reduce(values, of: number, by: combine)
        }
    }

    /// Parts that are computed on a thread each.
    private final class Parts: @unchecked Sendable {
        private let condition = NSCondition()
        private let count: Int
        private var arrived: [Int: [Double]] = [:]
        private var result: [Double] = []
        private var meetings = 0

        init(_ count: Int) { self.count = count }

        func reduce(
            _ values: [Double], of part: Int, by combine: ([Double], [Double]) -> [Double]
        ) -> [Double] {
            condition.lock()
            defer { condition.unlock() }
            arrived[part] = values
            let meeting: Int = meetings
            if arrived.count == count {
                let all: [[Double]] = (0 ..< count).compactMap { arrived[$0] }
                result = all.dropFirst().reduce(all[0], combine)
                (arrived, meetings) = ([:], meetings + 1)
                condition.broadcast()
            }
            while meetings == meeting { condition.wait() }
            return result
        }

        func map<Result: Sendable>(_ body: @escaping @Sendable (Int) -> Result) -> [Result] {
            let (results, done) = (LockedState<[Int: Result]>([:]), DispatchSemaphore(value: 0))
            for part in 0 ..< count {
                let thread = Thread { [self] in
                    let result: Result = withBatchGroup(Part(parts: self, number: part)) { body(part) }
                    results.withLock { $0[part] = result }
                    done.signal()
                }
                thread.stackSize = 8 << 20
                thread.start()
            }
            for _ in 0 ..< count { done.wait() }
            return results.withLock { results in (0 ..< count).compactMap { results[$0] } }
        }
    }

    private static let cuts: [[Range<Int>]] = [
        [0 ..< 7], [0 ..< 3, 3 ..< 7], [0 ..< 1, 1 ..< 3, 3 ..< 7], [0 ..< 4, 4 ..< 5, 5 ..< 6, 6 ..< 7],
        [0 ..< 7, 7 ..< 7],
    ]

    private func outcome<Scalar: RealScalar>(
        _ inputs: [Tensor<Scalar>], _ cotangent: Tensor<Scalar>, _ cut: [Range<Int>], appliesReLU: Bool
    ) -> (value: Tensor<Scalar>, statistics: [Tensor<Scalar>], gradients: [Tensor<Scalar>]) {
        let results: [(Tensor<Scalar>, [Tensor<Scalar>], [Tensor<Scalar>])] = Parts(cut.count).map { part in
            let own: [Tensor<Scalar>] = [inputs[0][cut[part]], inputs[1], inputs[2]]
            let (_, gradient, extra) = valueWithGradient(at: own) { own in
                let (y, mean, variance) = batchNormalized(
                    own[0], scale: own[1], shift: own[2], epsilon: 1e-3, appliesReLU: appliesReLU)
                return ((y * cotangent[cut[part]]).sum(), [y.asConstant(), mean, variance])
            }
            return (extra[0], Array(extra[1...]), gradient)
        }
        func sum(_ input: Int) -> Tensor<Scalar> {
            results.dropFirst().reduce(results[0].2[input]) { $0 + $1.2[input] }
        }
        let value = Tensor<Scalar>(concatenating: results.map { $0.0 })
        let byX = Tensor<Scalar>(concatenating: results.map { $0.2[0] })
        return (value, results[results.count - 1].1, [byX, sum(1), sum(2)])
    }

    @Test(arguments: cuts, [[7, 3], [7, 40], [7, 2, 5], [7, 17, 2, 3]] as [Shape])
    func partsGiveTheValuesAndDerivativesOfTheWholeBatch(cut: [Range<Int>], shape: Shape) {
        for appliesReLU in [false, true] {
            let inputs: [Tensor<Double>] = [
                sample(shape) + 100, sample([shape[1]], in: 0.5 ... 2), sample([shape[1]], seed: 2),
            ]
            let cotangent: Tensor<Double> = sample(shape, seed: 3)
            let whole = batchNormalized(
                inputs[0], scale: inputs[1], shift: inputs[2], epsilon: 1e-3, appliesReLU: appliesReLU)
            let expected: [Tensor<Double>] = gradient(at: inputs) { inputs in
                (batchNormalized(
                    inputs[0], scale: inputs[1], shift: inputs[2], epsilon: 1e-3, appliesReLU: appliesReLU
                ).result * cotangent).sum()
            }
            let found = outcome(inputs, cotangent, cut, appliesReLU: appliesReLU)
            #expect(difference(found.value, whole.result, tolerance: 1e-12) == nil)
            #expect(difference(found.statistics[0], whole.mean, tolerance: 1e-13) == nil)
            #expect(difference(found.statistics[1], whole.variance, tolerance: 1e-11) == nil)
            for (found, expected) in zip(found.gradients, expected) {
                #expect(difference(found, expected, tolerance: 1e-10) == nil)
            }
            let single = outcome(
                inputs.map { Tensor<Float>($0) }, Tensor<Float>(cotangent), cut, appliesReLU: appliesReLU)
            if !appliesReLU {
                #expect(difference(Tensor<Double>(single.value), whole.result, tolerance: 1e-4) == nil)
                #expect(difference(Tensor<Double>(single.gradients[0]), expected[0], tolerance: 1e-3) == nil)
            }
        }
    }

    @Test(arguments: cuts)
    func theDerivativesAreCentralDifferences(cut: [Range<Int>]) {
        let shape: Shape = [7, 3, 2]
        let inputs: [Tensor<Double>] = [sample(shape), sample([3], in: 0.5 ... 2), sample([3], seed: 2)]
        let cotangent: Tensor<Double> = sample(shape, seed: 3)
        let analytic: [Tensor<Double>] = outcome(inputs, cotangent, cut, appliesReLU: false).gradients
        let h = 1e-5
        for input in inputs.indices {
            let values: [Double] = inputs[input].scalars
            var numeric: [Double] = []
            for place in values.indices {
                func loss(_ step: Double) -> Double {
                    var moved: [Double] = values
                    moved[place] += step
                    var all: [Tensor<Double>] = inputs
                    all[input] = Tensor(moved, shape: inputs[input].shape)
                    return (outcome(all, cotangent, cut, appliesReLU: false).value * cotangent).sum().scalar
                }
                numeric.append((loss(h) - loss(-h)) / (2 * h))
            }
            let expected = Tensor<Double>(numeric, shape: inputs[input].shape)
            #expect(difference(analytic[input], expected, tolerance: 1e-7) == nil)
        }
    }

    @Test func channelsWithoutValuesAreNotNumbers() {
        let inputs: [Tensor<Double>] = [Tensor(zeros: [7, 3, 0]), Tensor(ones: [3]), Tensor(zeros: [3])]
        let found = outcome(inputs, Tensor(zeros: [7, 3, 0]), [0 ..< 4, 4 ..< 7], appliesReLU: false)
        #expect(found.statistics.allSatisfy { $0.scalars.allSatisfy(\.isNaN) })
        #expect(found.gradients.map(\.shape) == inputs.map(\.shape))
        #expect(found.gradients[1] == Tensor(zeros: [3]))
    }

    @Test func aSecondDerivativeTraps() async {
        await #expect(processExitsWith: .failure) {
            let x: Tensor<Double> = sample([4, 2])
            _ = Parts(1).map { _ in
                gradient(at: x) { x in
                    gradient(at: x) { x in
                        (batchNormalized(x, scale: Tensor(ones: [2]), shift: Tensor(zeros: [2]), epsilon: 1e-3).result
                            * x).sum()
                    }.sum()
                }
            }
        }
    }
}
