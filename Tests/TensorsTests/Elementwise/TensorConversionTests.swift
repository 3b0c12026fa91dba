import Differentiation
import Tensors
import Testing

@Suite struct TensorConversionTests {
    @Test func realToIntegerCutsTheFraction() {
        let reals = Tensor<Double>([-2.9, -0.5, 0, 0.99, 254.9])
        #expect(Tensor<Int>(reals).scalars == [-2, 0, 0, 0, 254])
        #expect(Tensor<UInt8>(reals[1...]).scalars == [0, 0, 0, 254])
        let bounds = Tensor<Double>([-0x1p63, 0x1p63 - 1024])
        #expect(Tensor<Int>(bounds).scalars == [.min, Int(0x1p63 - 1024)])
        #expect(Tensor<Int32>(Tensor<Double>([-0x1p31 - 0.9, 0x1p31 - 0.1])).scalars == [.min, .max])
    }

    @Test func exactConversionRefusesOtherValues() {
        #expect(Tensor<Int>(exactly: Tensor<Double>([1, -2, 0]))?.scalars == [1, -2, 0])
        for bad in [0.5, -0.5, Double.nan, .infinity, -.infinity, 0x1p63, -0x1p64] {
            #expect(Tensor<Int>(exactly: Tensor<Double>([1, bad])) == nil, "\(bad)")
            #expect(Tensor<Int32>(exactly: Tensor<Float>([Float(bad), 1])) == nil, "\(bad)")
        }
        #expect(Tensor<UInt8>(exactly: Tensor<Double>([256])) == nil)
        #expect(Tensor<UInt8>(exactly: Tensor<Double>([-1])) == nil)
        #expect(Tensor<Int>(exactly: Tensor<Double>(zeros: [0]))?.count == 0)
    }

    // The arguments are texts, because an exit test encodes captured values as JSON, which has no NaN.
    @Test(arguments: ["nan", "inf", "-inf", "0x1p63", "-9223372036854777856", "1e300"])
    func valuesBeyondTheIntegersTrap(_ value: String) async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            [value = value as String] in
            _ = Tensor<Int>(Tensor<Double>([0, Double(value) ?? 0]))
        }
        let sentence = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(sentence.contains("conversion: element 1 of shape [2] is"))
    }

    /// Every spelling of a conversion between real types is differentiable, also in generic code.
    @Test func conversionKeepsTheGradient() {
        func generic<Source: NumericScalar, Target: NumericScalar>(
            _ source: Tensor<Source>, _: Target.Type
        ) -> Tensor<Target> { Tensor<Target>(source) }
        let x = Tensor<Double>([1, 2])
        #expect(gradient(at: x) { Tensor<Float>($0 * 3).sum() }.scalars == [3, 3])
        #expect(gradient(at: x) { generic($0 * 3, Float.self).sum() }.scalars == [3, 3])
        #expect(gradient(at: x) { generic(Tensor<Double>($0 * 3), Double.self).sum() }.scalars == [3, 3])
        #expect(gradient(at: Tensor<Float>([1, 2])) { Tensor<Double>($0 * 3).squared().sum() }.scalars == [18, 36])
        // A conversion to an integer type has no derivative.
        #expect(gradient(at: x) { Tensor<Double>(Tensor<Int>($0)).sum() + $0.sum() * 0 }.scalars == [0, 0])
    }

    @Test func conversionsTruncateAndCarryDerivatives() {
        #expect(Tensor<Int>(Tensor<Float>([1.9, -1.9, 3])).scalars == [1, -1, 3])
        #expect(Tensor<Float>(Tensor<UInt8>([0, 255])).scalars == [0, 255])
        #expect(Tensor<Double>(Tensor<Bool>([true, false])).scalars == [1, 0])
        let x = Tensor<Float>([1, 2])
        let derivative: Tensor<Float> = gradient(at: x) { $0.converted(to: Double.self).squared().sum() }
        #expect(derivative == Tensor([2, 4]))
    }
}
