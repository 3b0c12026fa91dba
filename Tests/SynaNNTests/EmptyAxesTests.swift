import ComplexModule
import Differentiation
import SynaNN
import TestSupport
import Testing

/// For operands with an axis of length 0 or 1, every operation returns NumPy's result in every memory layout, and the
/// gradient of the operation agrees with central differences.
@Suite struct EmptyAxesTests {
    private static let answered: [EmptyAxisCase] = EmptyAxisCase.all.filter { $0.error == nil }

    private static func realOperations<Scalar: RealScalar>(
        _: Scalar.Type
    ) -> [String: ([Tensor<Scalar>]) -> Tensor<Scalar>] {
        [
            elementwiseOperations(Scalar.self), fieldOperations(Scalar.self), reductionOperations(Scalar.self),
            layerOperations(Scalar.self),
        ].reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }
    }

    /// The operations that have no derivative, or whose derivative is discontinuous at the operands of the file.
    private static let withoutGradient: Set<String> = ["converted", "inhibitionByLogarithms"]

    /// Fills blocks of memory with NaN, and frees the blocks. If an operation forgets to write an element of its
    /// result, this element is then NaN.
    private static func poisonFreeMemory() {
        for bytes in [8, 128, 192, 256, 320, 384, 512, 1024, 2048, 4096] {
            let blocks: [Tensor<Double>] = (0 ..< 4).map { _ in Tensor(repeating: .nan, shape: [bytes / 8]) }
            withExtendedLifetime(blocks) {}
        }
    }

    @Test func doublesAreNumPysAndGradientsAreRight() {
        let operations: [String: ([Tensor<Double>]) -> Tensor<Double>] = Self.realOperations(Double.self)
        for reference in Self.answered where !reference.isComplex {
            guard let operation = operations[reference.operation] else {
                Issue.record("no operation \(reference.operation)")
                continue
            }
            let operands: [Tensor<Double>] = reference.operands
            Self.poisonFreeMemory()
            if let problem = difference(operation(operands), reference.expected, tolerance: 1e-11) {
                Issue.record("\(reference): \(problem)")
                continue
            }
            let isFinite: Bool = reference.expected.scalars.allSatisfy { $0.isFinite }
            if Self.withoutGradient.contains(reference.operation) || !isFinite { continue }
            Self.poisonFreeMemory()
            for problem in problems(of: operation, at: operands, hasSecondDerivative: false, tolerance: 1e-6) {
                Issue.record("\(reference): \(problem)")
            }
        }
    }

    @Test func floatsAreNumPys() {
        let operations: [String: ([Tensor<Float>]) -> Tensor<Float>] = Self.realOperations(Float.self)
        for reference in Self.answered where !reference.isComplex {
            guard let operation = operations[reference.operation] else { continue }
            let operands: [Tensor<Float>] = reference.operands.map { $0.converted(to: Float.self) }
            let expected: Tensor<Float> = reference.expected.converted(to: Float.self)
            // The tolerance is 5e-5, because the expected result is NumPy's result in `Double`.
            if let problem = difference(operation(operands), expected, tolerance: 5e-5) {
                Issue.record("\(reference): \(problem)")
            }
            // Each gradient has the shape of the operand.
            let gradients: [Tensor<Float>] = gradient(at: operands) { operation($0).sum() }
            #expect(gradients.map(\.shape) == operands.map(\.shape), "\(reference)")
        }
    }

    @Test func complexNumbersAreNumPys() {
        let operations: [String: ([Tensor<Complex<Double>>]) -> Tensor<Complex<Double>>] =
            fieldOperations(Complex<Double>.self)
        for reference in Self.answered where reference.isComplex {
            guard let operation = operations[String(reference.operation.dropFirst("complex/".count))] else {
                Issue.record("no operation \(reference.operation)")
                continue
            }
            let value: Tensor<Complex<Double>> = operation(reference.complexOperands)
            let expected: Tensor<Complex<Double>> = reference.expectedComplex
            for (part, wanted) in [
                (value.realPart(), expected.realPart()), (value.imaginaryPart(), expected.imaginaryPart()),
            ] {
                if let problem = difference(part, wanted, tolerance: 1e-12) { Issue.record("\(reference): \(problem)") }
            }
            let check: GradientCheck = checkGradient(at: reference.operands) { parts in
                let operands: [Tensor<Complex<Double>>] = parts.map { Tensor($0, $0 * 2) }
                let value: Tensor<Complex<Double>> = operation(operands)
                return value.realPart().sum() + value.imaginaryPart().squared().sum()
            }
            #expect(check.error <= 1e-6, "\(reference): \(check)")
        }
    }

    /// If NumPy raises an error for a case, the operation ends the process with an error message.
    @Test(arguments: firstErrors) func casesThatNumPyRefusesTrap(_ reference: EmptyAxisCase) async {
        let index: Int = EmptyAxisCase.all.firstIndex { $0.description == reference.description } ?? 0
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            [index = index as Int] in
            let reference: EmptyAxisCase = EmptyAxisCase.all[index]
            _ = Self.realOperations(Double.self)[reference.operation]?(reference.operands)
        }
        let sentence = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(sentence.contains("Fatal error: "), "\(reference) ended without an error message: \(sentence)")
    }

    /// The first case of each operation for which NumPy raises an error.
    private static let firstErrors: [EmptyAxisCase] = EmptyAxisCase.all.filter { $0.error != nil }
        .reduce(into: []) { all, next in
            if !all.contains(where: { $0.operation == next.operation }) { all.append(next) }
        }
}
