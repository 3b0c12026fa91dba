import ComplexModule
import Tensors
import TestSupport
import Testing

@Suite struct TensorDescriptionTests {
    @Test func descriptionsHaveNumPysFormat() {
        #expect(Tensor<Float>([1, 2.5, -3]).description == "[ 1.   2.5 -3. ]")
        #expect(Tensor<Double>([[1, 2], [3, 4]]).description == "[[1. 2.]\n [3. 4.]]")
        #expect(Tensor<Double>([.nan, .infinity, -0.0]).description == "[nan inf -0.]")
        #expect(Tensor<Float>([1 / 3, 100]).description == "[  0.33333334 100.        ]")
        #expect(Tensor<Double>([1e-8, 1]).description == "[1.e-08 1.e+00]")
        #expect(Tensor<Int>([1, 10]).description == "[ 1 10]")
        #expect(Tensor<Bool>([true, false]).description == "[ true false]")
        #expect(Tensor<Complex<Double>>([Complex(1, -2), Complex(0.5, 0)]).description == "[1. -2.i 0.5+0.i]")
        #expect(Tensor<Int>(from: 0, to: 2000).description == "[   0    1    2 ... 1997 1998 1999]")
    }

    /// If a part of a complex number is infinite or NaN, both parts are printed with their stored values.
    @Test func complexNumbersThatAreNotFiniteKeepBothParts() {
        let numbers: [Complex<Double>] = [Complex(.infinity, 1), Complex(2, -.infinity), Complex(.nan, 0)]
        #expect(Tensor(numbers).description == "[inf +1.i  2.-infi nan +0.i]")
    }

    @Test func aSingleRealNumberIsPrintedExactly() {
        #expect(Tensor<Float>(7).description == "7.0")
        #expect(Tensor<Double>(1.0 / 3).description == "0.3333333333333333")
        #expect(Tensor<Double>(1.0 / 3).formatted() == "0.33333333")
        #expect(Tensor<Bool>(true).description == "true")
        #expect(Tensor<Int>(-4).description == "-4")
        #expect(Tensor<Complex<Float>>(Complex(1, 2)).description == "1.+2.i")
    }

    @Test func aTensorWithoutElementsIsPrintedAsEmptyBrackets() {
        #expect(Tensor<Float>(zeros: [0, 2]).description == "[]")
        #expect(Tensor<Float>(zeros: [0, 2]).debugDescription == "Tensor<Float>, shape [0, 2]: []")
    }

    @Test func debugDescriptionsNameTypeAndShape() {
        #expect(String(reflecting: Tensor<Float>([1, 2.5])) == "Tensor<Float>, shape [2]: [1.  2.5]")
        #expect(
            Tensor<Double>([[1, 2], [3, 4]]).debugDescription == "Tensor<Double>, shape [2, 2]:\n[[1. 2.]\n [3. 4.]]")
        #expect(Tensor<Int>(3).debugDescription == "Tensor<Int>, shape []: 3")
    }

    /// With the precision `shortest`, a number that is printed and read again is the same number.
    @Test func theShortestTextIdentifiesTheNumber() {
        for exponent in stride(from: -320, through: 300, by: 7) {
            let value: Double = .pow(10, Double(exponent)) * 1.234567891
            let text: String = Tensor<Double>([value]).formatted(TensorFormat(precision: .shortest))
            #expect(Double(text.dropFirst().dropLast().trimmingPrefix(" ")) == value, "\(value) is printed as \(text)")
        }
    }

    /// A number that is not 0 is printed as 0 only if the option `suppressesScientific` forbids the scientific format.
    @Test func smallNumbersAreNotPrintedAsZero() {
        #expect(Tensor<Double>([.leastNonzeroMagnitude]).description == "[5.e-324]")
        #expect(Tensor<Double>([1e-20]).formatted(TensorFormat(suppressesScientific: true)) == "[0.]")
    }

    @Test func everyLayoutIsPrintedAsItsCopy() {
        let tensor = Tensor<Double>(from: 0, to: 24, by: 1).reshaped(to: [2, 3, 4]) * 0.37
        for arrangement in MemoryArrangement.allCases {
            #expect(tensor.arranged(arrangement).description == tensor.description, "\(arrangement)")
        }
        let broadcast: Tensor<Double> = Tensor([1, 2.5]).broadcast(to: [2, 2])
        #expect(broadcast.description == "[[1.  2.5]\n [1.  2.5]]")
    }

    @Test func impossibleOptionsEndTheProcess() async {
        await #expect(processExitsWith: .failure) { _ = TensorFormat(edgeItems: 0) }
        await #expect(processExitsWith: .failure) { _ = TensorFormat(precision: .exactly(-1)) }
        await #expect(processExitsWith: .failure) {
            var format = TensorFormat()
            format.precision = -1
            _ = Tensor<Float>([1]).formatted(format)
        }
    }
}
