import ComplexModule
import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct TensorComplexTests {
    private let parts: [Tensor<Double>] = [sample([2, 3]), sample([2, 3], seed: 1)]

    private var z: Tensor<Complex<Double>> { Tensor(parts[0], parts[1]) }

    @Test func partsComeBack() {
        #expect(z.realPart() == parts[0] && z.imaginaryPart() == parts[1])
        #expect(z[0, 2].scalar == Complex(parts[0][0, 2].scalar, parts[1][0, 2].scalar))
        #expect(Tensor<Complex<Double>>(parts[0]).imaginaryPart() == Tensor(zeros: [2, 3]))
        #expect(parts[0].realPart() == parts[0] && parts[0].imaginaryPart() == Tensor(zeros: [2, 3]))
    }

    /// The real and the imaginary part of a transposed or sliced complex tensor contain the parts of that tensor's
    /// elements, in the same order.
    @Test func partsFollowTheLayout() {
        #expect(z.transposed().imaginaryPart() == parts[1].transposed())
        #expect(z[.all, .stride(by: -2)].realPart() == parts[0][.all, .stride(by: -2)])
        #expect(Tensor<Complex<Double>>(zeros: [0, 2]).realPart().shape == [0, 2])
    }

    @Test func partsHaveTheirDerivatives() {
        let found: [String] = problems(
            of: { inputs in
                let z = Tensor<Complex<Double>>(inputs[0], inputs[1])
                let square: Tensor<Complex<Double>> = z * z
                return square.realPart() * 2 + square.imaginaryPart().squared()
            }, at: parts)
        #expect(found == [])
    }

    @Test func partsOfOtherShapesTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Complex<Float>>(Tensor(zeros: [2]), Tensor(zeros: [3]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("shapes differ: [2] and [3]"))
    }
}
