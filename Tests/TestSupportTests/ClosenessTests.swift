import Tensors
import TestSupport
import Testing

@Suite struct ClosenessTests {
    @Test func equalTensorsHaveNoDifference() {
        let x: Tensor<Double> = sample([3, 4])
        #expect(difference(x, x, tolerance: 0) == nil)
        #expect(difference(Tensor<Double>(zeros: [0, 2]), Tensor(zeros: [0, 2]), tolerance: 0) == nil)
        let special = Tensor<Float>([.nan, .infinity, -.infinity, -0.0])
        #expect(difference(special, Tensor([.nan, .infinity, -.infinity, 0]), tolerance: 0) == nil)
    }

    @Test(arguments: 0 ..< 6)
    func oneWrongElementIsFound(place: Int) {
        let expected: Tensor<Double> = sample([2, 3])
        var scalars: [Double] = expected.scalars
        scalars[place] += 1e-6
        let actual = Tensor(scalars, shape: [2, 3])
        #expect(difference(actual, expected, tolerance: 1e-5) == nil)
        let found: String = difference(actual, expected, tolerance: 1e-7) ?? ""
        #expect(found.hasPrefix("element \(place) is "), "\(found)")
    }

    @Test func anotherShapeIsFoundBeforeTheElements() {
        let x: Tensor<Double> = sample([2, 3])
        #expect(difference(x, x.reshaped(to: [3, 2]), tolerance: 1) == "shape [2, 3] instead of [3, 2]")
        #expect(difference(x, x.reshaped(to: [6]), tolerance: 1) != nil)
        #expect(difference(Tensor<Double>(zeros: [0, 2]), Tensor(zeros: [0, 3]), tolerance: 1) != nil)
    }

    /// NaN and the infinities differ from every other number, whatever the tolerance, except that an infinite tolerance
    /// allows every difference that is not NaN.
    @Test(
        arguments: [
            (.nan, 1), (1, .nan), (.infinity, 1e308), (1e308, .infinity), (.infinity, -.infinity), (.nan, .infinity),
        ] as [(Double, Double)])
    func numbersThatAreNotFiniteAreFound(actual: Double, expected: Double) {
        for tolerance in [0, 1, 1e300, .infinity] where !(tolerance == .infinity && !actual.isNaN && !expected.isNaN) {
            #expect(difference(Tensor([actual]), Tensor([expected]), tolerance: tolerance) != nil, "\(tolerance)")
        }
    }

    /// The tolerance is relative if the magnitude of the expected number is above 1, and absolute otherwise.
    @Test func toleranceFollowsTheExpectedMagnitude() {
        #expect(difference(Tensor([1e6 + 1]), Tensor([1e6]), tolerance: 2e-6) == nil)
        #expect(difference(Tensor([1e6 + 1]), Tensor([1e6]), tolerance: 5e-7) != nil)
        #expect(difference(Tensor([1e-8]), Tensor([2e-8]), tolerance: 1e-7) == nil)
        #expect(difference(Tensor([1e-8]), Tensor([2e-8]), tolerance: 1e-9) != nil)
    }

    @Test func samplesAreTheSameOnEveryCallAndDifferBySeed() {
        let x: Tensor<Double> = sample([4, 5], in: 2 ... 3)
        #expect(x == sample([4, 5], in: 2 ... 3) && x != sample([4, 5], in: 2 ... 3, seed: 1))
        #expect(x.min().scalar >= 2 && x.max().scalar <= 3 && x.max().scalar - x.min().scalar > 0.5)
        #expect(Set(x.scalars).count == 20)
        #expect((sample([0, 3]) as Tensor<Float>).shape == [0, 3])
    }
}
