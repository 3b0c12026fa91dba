import ComplexModule
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct GeneralizedEigenTests {
    @Test(arguments: [0, 1, 2, 7, 40]) func vectorsSatisfyTheirEquations(size: Int) throws {
        try check(Double.self, size)
        try check(Float.self, size)
        try check(Complex<Double>.self, size)
        try check(Complex<Float>.self, size)
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ size: Int) throws {
        let (a, b): (Tensor<Scalar>, Tensor<Scalar>) = (numbers([2, size, size]), numbers([2, size, size], seed: 3))
        for (left, right) in zip(everyLayout(a), everyLayout(b)) {
            let parts: GeneralizedEigenDecomposition<Scalar> = try generalizedEigen(left, right)
            let (v, u) = (parts.rightVectors, parts.leftVectors)
            let (alpha, beta) = (parts.alpha.expandingShape(at: -2), parts.beta.expandingShape(at: -2))
            let forward = matmul(complexed(a), v) * beta - matmul(complexed(b), v) * alpha
            let backward =
                matmul(complexed(a).adjoint(), u) * beta.conjugated()
                - matmul(complexed(b).adjoint(), u) * alpha.conjugated()
            let scale: Double = max(greatest(parts.alpha), greatest(parts.beta)) * Double(max(1, size))
            let tolerance: Double = 20 * scale * Double(Scalar.Magnitude.ulpOfOne)
            #expect(greatest(forward) <= tolerance * max(1, greatest(v)))
            #expect(greatest(backward) <= tolerance * max(1, greatest(u)))
        }
    }

    @Test func aSingularSecondMatrixHasInfiniteEigenvalues() throws {
        let parts = try generalizedEigen(Tensor<Double>([[2, 0], [0, 3]]), Tensor<Double>([[1, 0], [0, 0]]))
        #expect(parts.eigenvalues[0].scalar == Complex(2, 0))
        #expect(parts.beta[1].scalar == .zero && !parts.eigenvalues[1].scalar.isFinite)
    }

    @Test(arguments: [0, 1, 2, 7, 60]) func symmetricPairs(size: Int) throws {
        try checkSymmetric(Double.self, size)
        try checkSymmetric(Float.self, size)
        try checkSymmetric(Complex<Double>.self, size)
        try checkSymmetric(Complex<Float>.self, size)
    }

    private func checkSymmetric<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ size: Int) throws {
        let (part, root): (Tensor<Scalar>, Tensor<Scalar>) = (
            numbers([2, size, size]), numbers([size, size], seed: 3)
        )
        let a: Tensor<Scalar> = part + part.adjoint()
        let b: Tensor<Scalar> = (matmul(root, root.adjoint()) + Tensor(identity: size)).broadcast(to: a.shape)
        let parts: SymmetricEigenDecomposition<Scalar> = try generalizedSymmetricEigen(a, b)
        let v: Tensor<Scalar> = parts.eigenvectors
        let product: Tensor<Scalar> = matmul(matmul(v.adjoint(), b), v)
        #expect(backwardError(product, Tensor<Scalar>(identity: size).broadcast(to: a.shape), 10 * size, type) < 10)
        let scaled: Tensor<Scalar> = matmul(b, v) * field(parts.eigenvalues).expandingShape(at: -2)
        #expect(backwardError(matmul(a, v), scaled, 10 * size, type) < 10)
    }

    @Test func anIndefiniteSecondMatrixIsNamed() {
        let expected = LinearAlgebraError.notPositiveDefinite(
            operation: "generalizedSymmetricEigen", order: 2, matrix: 0)
        #expect(throws: expected) {
            try generalizedSymmetricEigen(Tensor<Double>(identity: 2), Tensor<Double>([[1, 0], [0, -1]]))
        }
    }

    @Test func shapeMistakesTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = try generalizedEigen(Tensor<Double>(identity: 2), Tensor<Double>(identity: 3))
        }
    }
}
