import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct EigenTests {
    @Test(arguments: [0, 1, 2, 7, 60]) func vectorsSatisfyTheirEquations(size: Int) throws {
        try check(Double.self, size)
        try check(Float.self, size)
        try check(Complex<Double>.self, size)
        try check(Complex<Float>.self, size)
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ size: Int) throws {
        let a: Tensor<Scalar> = numbers([2, size, size])
        for matrix in everyLayout(a) {
            let parts: EigenDecomposition<Scalar> = try eigen(matrix, leftVectors: true)
            #expect(equationError(complexed(a), parts.rightVectors, parts.eigenvalues) < 10)
            let left: Tensor<Complex<Scalar.Magnitude>> = try #require(parts.leftVectors)
            #expect(try eigen(matrix).leftVectors == nil)
            #expect(equationError(complexed(a).adjoint(), left, parts.eigenvalues.conjugated()) < 10)
            let lengths: [Double] = lengthsOfColumns(parts.rightVectors) + lengthsOfColumns(left)
            let tolerance = Double(Scalar.Magnitude.ulpOfOne) * 20
            #expect(lengths.allSatisfy { abs($0 - 1) < tolerance })
            let trace: Tensor<Complex<Scalar.Magnitude>> = complexed(a).diagonal().sum(axis: -1)
            #expect(
                backwardError(parts.eigenvalues.sum(axis: -1), trace, 10 * size, Complex<Scalar.Magnitude>.self) < 10)
            #expect(try eigenvalues(matrix).shape == [2, size])
        }
    }

    /// Returns the error of the equation A·V = V·diag(λ), where A is `a`, V is `vectors` and λ is `values`: max |A·V −
    /// V·diag(λ)| / (max |A| · n · ε), where n is the number of rows and ε is the machine epsilon.
    private func equationError<Part: ComplexPart & LinearAlgebraScalar>(
        _ a: Tensor<Complex<Part>>, _ vectors: Tensor<Complex<Part>>, _ values: Tensor<Complex<Part>>
    ) -> Double {
        let residual: Tensor<Complex<Part>> = matmul(a, vectors) - vectors * values.expandingShape(at: -2)
        return greatest(residual) / (max(greatest(a), 1e-30) * Double(max(1, a.shape[-1])) * Double(Part.ulpOfOne))
    }

    private func lengthsOfColumns<Part: ComplexPart & LinearAlgebraScalar>(_ a: Tensor<Complex<Part>>) -> [Double] {
        vectorNorm(a.transposed()).scalars.map { Double($0) }
    }

    @Test func conjugatePairsStandTogether() throws {
        let orthogonal = Tensor<Double>([[0, -2, 0], [2, 0, 0], [0, 0, 5]])
        let parts: EigenDecomposition<Double> = try eigen(orthogonal)
        #expect(difference(parts.eigenvalues.imaginaryPart(), Tensor([2, -2, 0]), tolerance: 1e-14) == nil)
        #expect(difference(parts.eigenvalues.realPart(), Tensor([0, 0, 5]), tolerance: 1e-14) == nil)
        #expect(parts.rightVectors[.all, 0].scalars == parts.rightVectors[.all, 1].conjugated().scalars)
    }

    @Test func aDefectiveMatrixHasOneVector() throws {
        let parts: EigenDecomposition<Double> = try eigen(Tensor([[2, 1], [0, 2]]))
        #expect(difference(parts.eigenvalues.realPart(), Tensor([2, 2]), tolerance: 1e-15) == nil)
        let vectors: Tensor<Complex<Double>> = parts.rightVectors
        let overlap: Complex<Double> = matmul(vectors.adjoint(), vectors)[0, 1].scalar
        #expect(abs(overlap.length - 1) < 1e-12)
    }

    @Test(arguments: [Notorious.hilbert, .kahan, .graded, .defective, .rankDeficient])
    func notoriousMatrices(_ kind: Notorious) throws {
        let a: Tensor<Double> = kind.matrix()
        let parts: EigenDecomposition<Double> = try eigen(a)
        #expect(equationError(complexed(a), parts.rightVectors, parts.eigenvalues) < 10)
    }

    @Test func errorsAndTraps() async {
        let expected = LinearAlgebraError.notFinite(operation: "eigen", row: 0, column: 1, matrix: 0)
        #expect(throws: expected) { try eigen(Tensor<Double>([[1, .infinity], [0, 1]])) }
        await #expect(processExitsWith: .failure) { _ = try eigenvalues(Tensor<Double>(ones: [2, 3])) }
        await #expect(processExitsWith: .failure) {
            _ = gradient(at: Tensor<Double>(ones: [2, 2])) { try! eigenvalues($0).realPart().sum() }
        }
    }
}

/// Returns the tensor with complex elements.
func complexed<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Complex<Scalar.Magnitude>> {
    if let same = a as? Tensor<Complex<Scalar.Magnitude>> { return same }
    return Tensor(a.realPart())
}
