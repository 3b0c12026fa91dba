import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct TensorStatisticsTests {
    @Test(arguments: QuantileMethod.allCases)
    func quantilesHaveTheirDerivatives(_ method: QuantileMethod) {
        let x: Tensor<Double> = sample([3, 5])
        for probability in [0, 0.3, 0.5, 1] {
            #expect(
                problems(of: { $0[0].quantile(probability, axis: 1, method: method) }, at: [x]) == [],
                "\(method) at \(probability)")
        }
    }

    @Test func derivativesAgreeWithCentralDifferences() {
        let x: Tensor<Double> = sample([3, 5])
        #expect(problems(of: { $0[0].median() }, at: [x]) == [])
        #expect(problems(of: { $0[0].covariance() }, at: [x]) == [])
        #expect(problems(of: { $0[0].correlation() }, at: [x], tolerance: 1e-6) == [])
        #expect(problems(of: { $0[0].standardDeviation(axis: 1, correction: 1) }, at: [x]) == [])
        #expect(problems(of: { $0[0].trapezoid(spacing: 0.5) }, at: [x]) == [])
        #expect(problems(of: { $0[0].trapezoid(x: $0[1]) }, at: [x, sample([5], seed: 1)]) == [])
        #expect(problems(of: { $0[0].diff(order: 2) }, at: [x]) == [])
        #expect(problems(of: { $0[0].product(axis: 0) }, at: [x]) == [])
    }

    @Test func quantilesOfNothingAndOfNaNAreNaN() {
        #expect(Tensor<Double>(zeros: [0]).median().scalar.isNaN)
        #expect(Tensor<Double>([1, .nan, 3]).quantile(0).scalar.isNaN)
        #expect(Tensor<Double>([1, .infinity]).quantile(0).scalar == 1)
    }

    @Test func aProbabilityOutsideOfTheUnitIntervalTraps() async {
        await #expect(processExitsWith: .failure) { _ = Tensor<Double>([1]).quantile(1.5) }
        await #expect(processExitsWith: .failure) { _ = Tensor<Double>([1]).quantile(.nan) }
    }

    @Test func aHistogramCountsNeitherNaNNorElementsOutside() {
        let x = Tensor<Double>([0, 1, 1, 2, .nan, 5, -3])
        #expect(x.histogram(bins: 2, range: 0 ... 2).counts.scalars == [1, 3])
    }

    @Test func weightedQuantilesAreNumPys() {
        // The expected numbers are results of `numpy.quantile(…, weights=…, method="inverted_cdf")` in NumPy 2.4.6.
        let (x, w): (Tensor<Double>, Tensor<Double>) = (Tensor([3, 1, 2, 5]), Tensor([1, 0, 2, 1]))
        #expect(x.quantiles([0, 0.25, 0.3, 0.5, 0.75, 1], weights: w).scalars == [2, 2, 2, 2, 3, 5])
        let (rows, weights): (Tensor<Double>, Tensor<Double>) = (
            Tensor([[3, 1, 2], [5, 4, 6]]), Tensor([[0, 1, 2], [1, 1, 0]])
        )
        let expected = Tensor<Double>([[1, 4], [2, 4], [2, 5]])
        #expect(rows.quantiles([0, 0.5, 1], weights: weights, axis: 1) == expected)
        #expect(rows.transposed().quantiles([0, 0.5, 1], weights: weights.transposed(), axis: 0) == expected)
        let equal: Tensor<Double> = sample([7])
        #expect(
            equal.quantiles([0.1, 0.5, 0.9], weights: Tensor(ones: [7]))
                == equal.quantiles([0.1, 0.5, 0.9], method: .invertedCDF))
        for faulty in [
            Tensor<Double>([1, -1, 1, 1]), Tensor(zeros: [4]), Tensor([.nan, 1, 1, 1]), Tensor([.infinity, 1, 1, 1]),
        ] {
            #expect(x.quantiles([0.5], weights: faulty).scalars[0].isNaN)
        }
        #expect(problems(of: { $0[0].quantiles([0.2, 0.7], weights: weights, axis: 1) }, at: [rows]) == [])
    }

    /// Histograms with bins of equal width equal those with the same edges, which are counted after sorting: for few and
    /// many bins, for ranges with many digits and few numbers, and for elements on edges, outside of the range, or NaN.
    @Test func binsOfEqualWidthAreCountedAsBetweenTheirEdges() {
        func check<Scalar: RealScalar>(_ type: Scalar.Type) {
            let random: Tensor<Scalar> = Tensor<Scalar>(sample([3, 400], in: -2 ... 2) as Tensor<Double>)
            for bins in [1, 3, 10, 511, 512, 700] {
                for range: ClosedRange<Scalar> in [-1 ... 1, -2 ... 2, 0 ... 0.3, 1000 ... 1001, -1e-30 ... 1e-30] {
                    let edges = Tensor<Scalar>(linearSpace: range.lowerBound, range.upperBound, count: bins + 1)
                    let special = Tensor<Scalar>([.nan, .infinity, -.infinity, 0, -0.0])
                    let x = Tensor<Scalar>(
                        concatenating: [
                            random.flattened(), random.flattened() + range.lowerBound, edges, edges.nextUp(), special,
                        ])
                    let counts: Tensor<Int> = x.histogram(bins: bins, range: range).counts
                    #expect(counts == x.histogram(edges: edges), "\(Scalar.self) \(bins) bins of \(range)")
                }
            }
            #expect(random.transposed().histogram(bins: 7).counts == random.histogram(bins: 7).counts)
            let wide = Tensor<Scalar>([-.greatestFiniteMagnitude, 0, .greatestFiniteMagnitude])
            #expect(wide.histogram(bins: 2).counts.scalars == [1, 2])
        }
        check(Double.self)
        check(Float.self)
    }

    @Test func integersAreCounted() {
        for greatest in [1, 511, 512, 513, 3000] {
            let x = Tensor<Int>((0 ..< 5000).map { $0 * 7919 % (greatest + 1) }, shape: [50, 100])
            var expected = [Int](repeating: 0, count: greatest + 1)
            for value in x.scalars { expected[value] += 1 }
            #expect(x.binCounts().scalars == expected && x.transposed().binCounts().scalars == expected)
            #expect(Tensor<Int16>(x).binCounts(minimumLength: 4000).scalars.prefix(greatest + 1) == expected[...])
            let unique: Tensor<Int>.Unique = x.unique()
            #expect(unique.counts.scalars == expected.filter { $0 > 0 })
            #expect(unique.values.gathered(at: unique.inverse.flattened()).reshaped(to: x.shape) == x)
            #expect(unique.firstPositions.scalars == unique.values.scalars.map { x.scalars.firstIndex(of: $0) })
        }
    }

    @Test func noProbabilitiesGiveNoQuantiles() {
        let a: Tensor<Double> = sample([2, 3])
        #expect(a.quantiles([]).shape == [0])
        #expect(a.quantiles([], axis: 1).shape == [0, 2])
        #expect(a.quantiles([], axis: 0, keepDims: true).shape == [0, 1, 3])
        #expect(Tensor<Double>(zeros: [0, 3]).quantiles([], axis: 0).shape == [0, 3])
        #expect(gradient(at: a) { ($0 + $0.quantiles([]).sum()).sum() } == Tensor(ones: [2, 3]))
    }
}

extension Tensor where Scalar: RealScalar {
    /// Returns the next greater number for each element.
    fileprivate func nextUp() -> Tensor { nextAfter(self, Tensor(.infinity)) }
}
