// The letters that LAPACK's routines accept as options. The meaning of a letter depends on the argument. For example,
// 'N' means "no transpose", "no vectors" or "not unit triangular". Each meaning therefore has a separate constant.
extension CChar {
    // The argument `trans` selects whether a solver uses the matrix or the transpose of the matrix.
    static let noTranspose = CChar(UInt8(ascii: "N"))
    static let transpose = CChar(UInt8(ascii: "T"))
    static let adjoint = CChar(UInt8(ascii: "C"))

    // The argument `side` selects the side on which a triangular matrix stands in a product.
    static let left = CChar(UInt8(ascii: "L"))

    // The argument `uplo` selects the triangle of a matrix that LAPACK reads.
    static let upper = CChar(UInt8(ascii: "U"))
    static let lower = CChar(UInt8(ascii: "L"))

    // The argument `diag` selects whether LAPACK reads the diagonal of a triangular matrix, or assumes that all
    // elements of the diagonal are 1.
    static let nonUnitDiagonal = CChar(UInt8(ascii: "N"))
    static let unitDiagonal = CChar(UInt8(ascii: "U"))

    // The arguments `jobz`, `jobvl`, `jobvr` and `jobvs` select whether LAPACK computes vectors.
    static let noVectors = CChar(UInt8(ascii: "N"))
    static let vectors = CChar(UInt8(ascii: "V"))

    // The argument `jobz` of `gesdd`, and `jobu` and `jobvt` of `gesvd`, select whether LAPACK computes the first
    // min(m, n) singular vectors ('S') or all singular vectors ('A') of an m × n matrix.
    static let reducedVectors = CChar(UInt8(ascii: "S"))
    static let allVectors = CChar(UInt8(ascii: "A"))

    // The argument `compz` of `stedc`: the vectors are those of the tridiagonal matrix itself.
    static let identity = CChar(UInt8(ascii: "I"))

    // The argument `range` of `syevr` selects whether LAPACK chooses eigenvalues by position ('I' for index) or by an
    // interval of values ('V').
    static let positionRange = CChar(UInt8(ascii: "I"))
    static let valueRange = CChar(UInt8(ascii: "V"))

    // The argument `norm` of `trcon` selects the norm of the estimated condition number.
    static let oneNorm = CChar(UInt8(ascii: "1"))
}
