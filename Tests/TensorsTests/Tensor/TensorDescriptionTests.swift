import Tensors
import Testing

@Suite struct TensorDescriptionTests {
    /// A number is printed with six significant digits at every magnitude, as with `%.6g` in C. A nonzero number is
    /// never printed as 0.
    @Test func smallNumbersAreNotPrintedAsZero() {
        #expect(Tensor<Double>([1e-8]).description == "[1e-08]")
        #expect(Tensor<Double>([1.0 / 3, -2e-300]).description == "[0.333333  -2e-300]")
        #expect(Tensor<Float>([1.2345678e-20, 2e-38]).description == "[1.23457e-20       2e-38]")
        #expect(Tensor<Double>([99999.96, 1_234_567.8]).description == "[ 100000.0 1234568.0]")
        for exponent in stride(from: -320, through: 300, by: 7) {
            let value: Double = .pow(10, Double(exponent)) * 1.234567891
            let text: String = Tensor<Double>(value).description
            let read: Double = Double(text) ?? 0
            #expect(value == 0 || abs(read - value) <= 5.1e-6 * value, "\(value) is printed as \(text)")
        }
    }

    @Test func descriptionsAreReadable() {
        #expect(Tensor<Float>([1, 2.5, -3]).description == "[ 1.0  2.5 -3.0]")
        #expect(Tensor<Double>([[1, 2], [3, 4]]).description == "[[1.0 2.0]\n [3.0 4.0]]")
        #expect(Tensor<Float>(7).description == "7.0")
        #expect(Tensor<Int>([1, 10]).description == "[ 1 10]")
        #expect(Tensor<Bool>([true, false]).description == "[ true false]")
        #expect(Tensor<Double>([.nan, .infinity]).description == "[nan inf]")
        #expect(Tensor<Float>(zeros: [0, 2]).description == "Tensor<Float>(shape: [0, 2])")
        #expect(Tensor<Float>(1 / 3).description == "0.333333")
        #expect(Tensor<Int>(from: 0, to: 2000).description == "[   0    1    2 ... 1997 1998 1999]")
    }
}
