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
}
