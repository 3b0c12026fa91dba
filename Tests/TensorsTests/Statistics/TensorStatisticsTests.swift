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

    @Test func noProbabilitiesGiveNoQuantiles() {
        let a: Tensor<Double> = sample([2, 3])
        #expect(a.quantiles([]).shape == [0])
        #expect(a.quantiles([], axis: 1).shape == [0, 2])
        #expect(a.quantiles([], axis: 0, keepDims: true).shape == [0, 1, 3])
        #expect(Tensor<Double>(zeros: [0, 3]).quantiles([], axis: 0).shape == [0, 3])
        #expect(gradient(at: a) { ($0 + $0.quantiles([]).sum()).sum() } == Tensor(ones: [2, 3]))
    }
}
