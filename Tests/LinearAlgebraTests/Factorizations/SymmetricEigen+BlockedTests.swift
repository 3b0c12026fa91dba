import ComplexModule
import LinearAlgebra
import Tensors
import TestSupport
import Testing

/// Tests of `symmetricEigen` for sizes about the lengths of the blocks.
@Suite struct BlockedSymmetricEigenTests {
    @Test(arguments: [47, 48, 49, 72, 73, 74, 95, 96, 97, 127, 130, 257]) func vectorsDiagonalise(size: Int) throws {
        try check(Double.self, size)
        try check(Complex<Float>.self, size)
        if size < 200 {
            try check(Float.self, size)
            try check(Complex<Double>.self, size)
        }
    }

    private func check<Scalar: LinearAlgebraScalar>(_ type: Scalar.Type, _ size: Int) throws {
        let part: Tensor<Scalar> = numbers([size, size])
        // The tridiagonal matrix of `torn` has a 0 beside its middle, and that of `equal` has equal halves.
        var torn: Tensor<Scalar> = part + part.adjoint()
        torn[size / 2 ..< size, 0 ..< size / 2] = Tensor(zeros: [size - size / 2, size / 2])
        torn[0 ..< size / 2, size / 2 ..< size] = Tensor(zeros: [size / 2, size - size / 2])
        let above: Tensor<Scalar> = upperTriangle(Tensor(ones: [size, size]), diagonal: -1)
        let neighbours: Tensor<Scalar> = lowerTriangle(above, diagonal: 1)
        let equal: Tensor<Scalar> = neighbours + Tensor(identity: size)
        for a in [part + part.adjoint(), torn, equal, Tensor(identity: size), Tensor(zeros: [size, size])] {
            for matrix in [a, Tensor(a.transposed().scalars, shape: a.shape).transposed()] {
                let parts: SymmetricEigenDecomposition<Scalar> = try symmetricEigen(matrix)
                let scaled: Tensor<Scalar> = parts.eigenvectors * field(parts.eigenvalues)
                let product: Tensor<Scalar> = matmul(scaled, parts.eigenvectors.adjoint())
                #expect(backwardError(product, a, size, type) < 10, "\(type), \(size)")
                #expect(orthogonalityError(parts.eigenvectors) < 10, "\(type), \(size)")
                #expect(parts.eigenvalues.scalars == parts.eigenvalues.scalars.sorted())
            }
        }
    }

    /// Only the elements on and below the diagonal are read.
    @Test func upperTrianglesAreIgnored() throws {
        let part: Tensor<Double> = numbers([70, 70])
        let a: Tensor<Double> = part + part.transposed()
        let other: Tensor<Double> = lowerTriangle(a) + upperTriangle(part, diagonal: 1)
        #expect(try symmetricEigen(a).eigenvectors == symmetricEigen(other).eigenvectors)
    }

    @Test func greatAndSmallMatricesAreScaled() throws {
        let part: Tensor<Double> = numbers([70, 70])
        let a: Tensor<Double> = part + part.transposed()
        let expected: Tensor<Double> = try symmetricEigen(a).eigenvalues
        for factor in [1e300, 1e-300, 1e100, 1e-100] {
            let parts: SymmetricEigenDecomposition<Double> = try symmetricEigen(a * Tensor(factor))
            #expect(
                backwardError(parts.eigenvalues / Tensor(factor), expected, 70, Double.self) < 10, "\(factor)")
            #expect(orthogonalityError(parts.eigenvectors) < 10)
        }
        // The result of a matrix does not depend on the others of its stack.
        let stack = Tensor<Double>(a.scalars + (a * Tensor(1e300)).scalars, shape: [2, 70, 70])
        let parts: SymmetricEigenDecomposition<Double> = try symmetricEigen(stack)
        #expect(parts.eigenvalues[0] == expected)
        #expect(parts.eigenvectors[0] == (try symmetricEigen(a)).eigenvectors)
        #expect(parts.eigenvectors[1] == (try symmetricEigen(a * Tensor(1e300))).eigenvectors)
    }
}
