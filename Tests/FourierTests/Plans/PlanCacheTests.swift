import CFFTW
import ComplexModule
import Fourier
import Tensors
import TestSupport
import Testing

@Suite(.serialized) struct PlanCacheTests {
    @Test func keepsThePlansThatWereUsedLast() {
        let cache = PlanCache(capacity: 3, pointCapacity: 1 << 20)
        let first: Plan = cache.plan(PlanKey(length: 4, count: 1))
        #expect(cache.plan(PlanKey(length: 4, count: 1)) === first)
        _ = cache.plan(PlanKey(length: 5, count: 1))
        _ = cache.plan(PlanKey(length: 4, count: 2))
        #expect(cache.count == 3)
        // Uses the plan of length 4 again, so that this plan stays, and the plan of length 5 is removed.
        #expect(cache.plan(PlanKey(length: 4, count: 1)) === first)
        _ = cache.plan(PlanKey(length: 6, count: 1))
        #expect(cache.count == 3)
        #expect(cache.plan(PlanKey(length: 4, count: 1)) === first)
    }

    @Test func limitsThePointsOfAllPlans() {
        let cache = PlanCache(capacity: 100, pointCapacity: 1000)
        for n in 1 ... 60 { _ = cache.plan(PlanKey(length: n, count: 1)) }
        // The sum of the lengths 60 + 59 + … + 42 is 969. With 41, the sum would be 1010, which is above the limit of
        // 1000.
        #expect(cache.count == 19)
        // A plan that is longer than the limit is kept, and all other plans are removed.
        _ = cache.plan(PlanKey(length: 2000, count: 1))
        #expect(cache.count == 1)
    }

    @Test func anEvictedPlanStillTransforms() {
        let cache = PlanCache(capacity: 1, pointCapacity: 1000)
        let plan: Plan = cache.plan(PlanKey(length: 3, count: 1))
        _ = cache.plan(PlanKey(length: 4, count: 1))
        let x: [Complex<Double>] = [1, 2, 4]
        var y = [Complex<Double>](repeating: 0, count: 3)
        x.withUnsafeBytes { from in y.withUnsafeMutableBytes { plan.execute(from.baseAddress!, $0.baseAddress!) } }
        #expect(errorInUnits(Tensor(y), Tensor(directTransform(x))) < 4)
    }

    /// The bits of a transform do not depend on the transforms that the process computed before.
    @Test func plansDoNotDependOnOtherPlans() {
        let x: Tensor<Complex<Double>> = signal([3 * 5 * 64])
        let alone: Tensor<Complex<Double>> = fft(x)
        for n in [3, 5, 15, 64, 192, 320] { _ = fft(signal([n]) as Tensor<Complex<Double>>) }
        for n in 700 ... 700 + PlanCache.shared.capacity { _ = fft(signal([n]) as Tensor<Complex<Double>>) }
        #expect(PlanCache.shared.count <= PlanCache.shared.capacity)
        #expect(fft(x) == alone)
    }

    /// If other code in the process also uses FFTW, FFTW's accumulated wisdom is kept, and does not change the bits of
    /// our transforms.
    @Test func wisdomOfOthersIsKeptAndNotUsed() async {
        await #expect(processExitsWith: .success) {
            let n = 960
            let x: Tensor<Complex<Double>> = signal([n])
            func transformed() -> [Complex<Double>] {
                // Uses a new cache, so that FFTW creates the plan again.
                let plan: Plan = PlanCache(capacity: 1, pointCapacity: 1).plan(PlanKey(length: n, count: 1))
                var y = [Complex<Double>](repeating: 0, count: n)
                x.withUnsafeBuffer { from in
                    y.withUnsafeMutableBytes { to in
                        guard let from = from.baseAddress, let to = to.baseAddress else { return }
                        plan.execute(from, to)
                    }
                }
                return y
            }
            func wisdom() -> [Substring] {
                let text: UnsafeMutablePointer<CChar>? = synann_fft_wisdom(SYNANN_FFT_DOUBLE)
                defer { free(text) }
                // Sorts the lines, because FFTW prints them in the order of its hash table.
                return (text.map { String(cString: $0) } ?? "").split(separator: "\n").sorted()
            }
            let before: [Complex<Double>] = transformed()
            let (from, to): (UnsafeMutablePointer<fftw_complex>?, UnsafeMutablePointer<fftw_complex>?) = (
                fftw_alloc_complex(n), fftw_alloc_complex(n)
            )
            fftw_destroy_plan(fftw_plan_dft_1d(Int32(n), from, to, FFTW_FORWARD, FFTW_MEASURE | FFTW_UNALIGNED))
            fftw_free(from)
            fftw_free(to)
            let remembered: [Substring] = wisdom()
            precondition(remembered.count > 2)
            precondition(transformed() == before)
            precondition(wisdom() == remembered)
        }
    }

    /// Many tasks can create, execute and remove plans at the same time.
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
        #expect(PlanCache.shared.count <= PlanCache.shared.capacity)
    }
}
