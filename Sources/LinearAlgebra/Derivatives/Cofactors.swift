import Tensors

/// Returns the matrix of cofactors of a square matrix A, or of each matrix of a stack: `[…, n, n]` → `[…, n, n]`.
///
/// For an invertible A the matrix of cofactors cof(A) is det(A)·A⁻ᵀ. A singular matrix has cofactors too. The function
/// computes cof(A) = cof(U)·cof(Σ)·cof(Vᴴ) from the singular value decomposition A = U·Σ·Vᴴ. If the decomposition of a
/// matrix throws, all cofactors of this matrix are NaN. Differentiating the result traps.
func cofactors<Scalar: LinearAlgebraScalar>(of a: Tensor<Scalar>) -> Tensor<Scalar> {
    let value: Tensor<Scalar> = orNaN(like: a, [a.asConstant()]) { inputs in
        let parts = try svdFactors(inputs[0], vectors: .reduced, "determinant")
        let unit: Tensor<Scalar> = try determinant(parts.u) * determinant(parts.vt)
        let products: Tensor<Scalar> = asField(productsOfOthers(parts.values))
        // cof(U)·cof(Σ)·cof(Vᴴ), where cof(U) = det(U)·conj(U).
        let scaled: Tensor<Scalar> = parts.u.conjugated() * products.expandingShape(at: -2)
        return unit.matrixFactor * matmul(scaled, parts.vt.conjugated())
    }
    return withDerivative(of: TensorOperation("determinant of a singular matrix"), value, inputs: [a]) { _, _ in
        fatalError("determinant of a singular matrix: no second derivative")
    }
}

/// Returns, for each element, the product of the other elements along the last axis.
private func productsOfOthers<Scalar: RealScalar>(_ values: Tensor<Scalar>) -> Tensor<Scalar> {
    let length: Int = values.shape[-1]
    let scalars: [Scalar] = values.scalars
    let products: [Scalar] = scalars.indices.map { index in
        let row: Int = index / length * length
        return (row ..< row + length).reduce(1) { $1 == index ? $0 : $0 * scalars[$1] }
    }
    return Tensor(products, shape: values.shape)
}
