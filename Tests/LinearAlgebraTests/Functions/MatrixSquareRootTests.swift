import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct MatrixSquareRootTests {
    @Test(arguments: [0, 1, 2, 7, 60]) func squareRoots(size: Int) throws {
        try checkRoot(Double.self, size)
        try checkRoot(Float.self, size)
        try checkRoot(Complex<Double>.self, size)
        try checkRoot(Complex<Float>.self, size)
    }

    private func checkRoot<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ size: Int) throws {
        let part: Tensor<Scalar> = numbers([2, size, size])
        let definite: Tensor<Scalar> = matmul(part, part.adjoint()) + Tensor(identity: size)
        let general: Tensor<Scalar> = wellConditioned(size)
        for matrix in everyLayout(definite) {
            let root: Tensor<Scalar> = try matrixSquareRoot(matrix)
            #expect(backwardError(matmul(root, root), definite, 4 * size, type) < 10)
        }
        let root: Tensor<Scalar> = try matrixSquareRoot(general)
        #expect(backwardError(matmul(root, root), general, 4 * size, type) < 10)
        #expect(try eigenvalues(root).realPart().scalars.allSatisfy { $0 >= 0 })
    }

    @Test func matricesWithoutARoot() throws {
        let expected = LinearAlgebraError.noSquareRoot(operation: "matrixSquareRoot", matrix: 1)
        #expect(throws: expected) { try matrixSquareRoot(Tensor<Double>([[[1, 0], [0, 1]], [[1, 0], [0, -1]]])) }
        #expect(throws: LinearAlgebraError.noSquareRoot(operation: "matrixSquareRoot", matrix: 0)) {
            try matrixSquareRoot(Tensor<Complex<Double>>([[0, 1], [0, 0]]))
        }
        let complex: Tensor<Complex<Double>> = try matrixSquareRoot(Tensor<Complex<Double>>([[-4]]))
        #expect(complex[0, 0].scalar == Complex(0, 2))
        #expect(try matrixSquareRoot(Tensor<Double>(zeros: [3, 3])) == Tensor(zeros: [3, 3]))
        // A rotation by 90° has imaginary eigenvalues, and also a real square root: the rotation by 45°.
        let orthogonal: Tensor<Double> = try matrixSquareRoot(Tensor([[0, -1], [1, 0]]))
        let half: Double = 0.5.squareRoot()
        #expect(difference(orthogonal, Tensor([[half, -half], [half, half]]), tolerance: 1e-15) == nil)
    }

    @Test func trackedInputsTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = gradient(at: Tensor<Double>(identity: 2)) { try! matrixSquareRoot($0).sum() }
        }
    }
}
