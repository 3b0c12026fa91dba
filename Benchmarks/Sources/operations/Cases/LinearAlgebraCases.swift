import Measurement
import SynaNN

/// Returns functions of matrices in Double, from 2 to 1024 rows; with derivatives up to 256 rows.
func linearAlgebraCases() -> [OperationCase] {
    [2, 4, 32, 128, 256, 1024].flatMap { n in
        let matrices = MatrixInputs(n)
        return factorizationCases(matrices) + solutionCases(matrices) + functionCases(matrices)
            + (n <= 256 ? derivativeCases(matrices) : [])
    }
}

/// Random matrices that are well conditioned.
private struct MatrixInputs {
    let n: Int
    let general, symmetric, positive, rightSides, tall: Tensor<Double>

    init(_ n: Int) {
        var generator = PhiloxGenerator(seed: 1)
        self.n = n
        let random = Tensor<Double>(randomNormal: [n, n], using: &generator)
        let identity = Tensor<Double>(identity: n)
        general = random / Double(n).squareRoot() + 3 * identity
        symmetric = random + random.transposed()
        positive = matmul(random, random.transposed()) / Double(n) + identity
        rightSides = Tensor(randomNormal: [n], using: &generator)
        tall = Tensor(randomNormal: [2 * n, n], using: &generator)
    }
}

private func factorizationCases(_ matrices: MatrixInputs) -> [OperationCase] {
    let (n, general, symmetric, positive) = (matrices.n, matrices.general, matrices.symmetric, matrices.positive)
    var cases: [OperationCase] = []
    cases.add("LU factorization [\(n), \(n)]") { try lu(general).factors }
    cases.add("Cholesky factorization [\(n), \(n)]") { try cholesky(positive) }
    cases.add("QR factorization [\(n), \(n)]") { try qr(general).r }
    cases.add("singular value decomposition [\(n), \(n)]") { try svd(general).u }
    cases.add("singular values [\(n), \(n)]") { try singularValues(general) }
    cases.add("symmetric eigenvectors [\(n), \(n)]") { try symmetricEigen(symmetric).eigenvectors }
    cases.add("symmetric eigenvalues [\(n), \(n)]") { try symmetricEigenvalues(symmetric) }
    cases.add("eigenvectors [\(n), \(n)]") { try eigen(general).rightVectors }
    return cases
}

private func solutionCases(_ matrices: MatrixInputs) -> [OperationCase] {
    let (n, general, positive) = (matrices.n, matrices.general, matrices.positive)
    let (rightSides, tall) = (matrices.rightSides, matrices.tall)
    let tallRightSides: Tensor<Double> = tall[.all, 0]
    var cases: [OperationCase] = []
    cases.add("solve [\(n), \(n)]") { try solve(general, rightSides) }
    cases.add("solve, positive definite [\(n), \(n)]") { try solvePositiveDefinite(positive, rightSides) }
    cases.add("least squares [\(2 * n), \(n)]") { try leastSquares(tall, tallRightSides) }
    cases.add("inverse [\(n), \(n)]") { try inverse(general) }
    cases.add("pseudo-inverse [\(n), \(n)]") { try pseudoInverse(general) }
    cases.add("determinant [\(n), \(n)]") { try determinant(general) }
    return cases
}

private func functionCases(_ matrices: MatrixInputs) -> [OperationCase] {
    let (n, general) = (matrices.n, matrices.general)
    let small: Tensor<Double> = general / 4
    var cases: [OperationCase] = []
    cases.add("matrix exponential [\(n), \(n)]") { try matrixExponential(small) }
    cases.add("matrix square root [\(n), \(n)]") { try matrixSquareRoot(general) }
    cases.add("fifth power of a matrix [\(n), \(n)]") { try matrixPower(small, 5) }
    if n <= 32 { cases.add("Kronecker product [\(n), \(n)]") { kronecker(general, general) } }
    return cases
}

private func derivativeCases(_ matrices: MatrixInputs) -> [OperationCase] {
    let (n, general, symmetric, positive) = (matrices.n, matrices.general, matrices.symmetric, matrices.positive)
    let rightSides: Tensor<Double> = matrices.rightSides
    var cases: [OperationCase] = []
    cases.add("solve with gradients [\(n), \(n)]") {
        try gradient(at: general, rightSides) { try solve($0, $1).squared().sum() }
    }
    cases.add("inverse with gradient [\(n), \(n)]") { try gradient(at: general) { try inverse($0).squared().sum() } }
    cases.add("Cholesky factorization with gradient [\(n), \(n)]") {
        try gradient(at: positive) { try cholesky($0).squared().sum() }
    }
    cases.add("log-determinant with gradient [\(n), \(n)]") {
        try gradient(at: positive) { try logDeterminant($0).logMagnitude }
    }
    cases.add("symmetric eigenvectors with gradient [\(n), \(n)]") {
        try gradient(at: symmetric) {
            let found = try symmetricEigen($0)
            return found.eigenvalues.squared().sum() + found.eigenvectors.squared().sum()
        }
    }
    cases.add("singular value decomposition with gradient [\(n), \(n)]") {
        try gradient(at: general) {
            let found = try svd($0)
            return found.u.squared().sum() + found.singularValues.squared().sum() + found.vt.squared().sum()
        }
    }
    return cases
}
