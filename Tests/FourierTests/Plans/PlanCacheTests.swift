import ComplexModule
import Fourier
import Tensors
import TestSupport
import Testing

@Suite(.serialized) struct PlanCacheTests {
    @Test func plansAreKept() {
        let x: Tensor<Complex<Double>> = signal([611])
        _ = fft(x)
        let count: Int = PlanCache.shared.count
        for _ in 0 ..< 10 { _ = fft(x) }
        // Other tests run at the same time, so the count may grow, but not by these transforms alone.
        #expect(PlanCache.shared.count >= min(count, 1))
    }

    @Test func theCacheIsBounded() {
        for n in 1 ... PlanCache.capacity + 50 { _ = rfft(sample([n]) as Tensor<Float>) }
        #expect(PlanCache.shared.count <= PlanCache.capacity)
        // Evicted plans are made again, with the same bits.
        let x: Tensor<Float> = sample([48])
        let first: Tensor<Complex<Float>> = rfft(x)
        for n in 600 ... 600 + PlanCache.capacity { _ = rfft(sample([n]) as Tensor<Float>) }
        #expect(rfft(x) == first)
    }

    /// The bits of a transform do not depend on which transforms the process ran before.
    @Test func plansDoNotDependOnOtherPlans() {
        let x: Tensor<Complex<Double>> = signal([3 * 5 * 64])
        let alone: Tensor<Complex<Double>> = fft(x)
        for n in [3, 5, 15, 64, 192, 320] { _ = fft(signal([n]) as Tensor<Complex<Double>>) }
        for n in 700 ... 700 + PlanCache.capacity { _ = fft(signal([n]) as Tensor<Complex<Double>>) }
        #expect(fft(x) == alone)
    }

    /// Many tasks plan, execute and evict at the same time.
    @Test func concurrentUse() async {
        let expected: [Tensor<Complex<Double>>] = (1 ... 60).map { fft(signal([$0])) }
        await withTaskGroup(of: Bool.self) { group in
            for task in 0 ..< 8 {
                group.addTask {
                    (0 ..< 200).allSatisfy { step in
                        let n: Int = (step * 7 + task * 13) % 60 + 1
                        _ = rfft(sample([2, 100 + step * 8 + task]) as Tensor<Float>)
                        return fft(signal([n])) == expected[n - 1]
                    }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
        #expect(PlanCache.shared.count <= PlanCache.capacity)
    }
}
