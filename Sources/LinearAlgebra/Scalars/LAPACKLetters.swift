// The letters that LAPACK's routines accept as options. The meaning of a letter depends on the argument: 'N' means "no
// transpose", "no vectors" or "not unit triangular". So each meaning has a separate constant.
extension CChar {
    // `trans`: whether the solver uses the matrix or the transpose of the matrix.
    static let noTranspose = CChar(UInt8(ascii: "N"))
    static let transpose = CChar(UInt8(ascii: "T"))

    // `uplo`: the triangle that LAPACK reads.
    static let upper = CChar(UInt8(ascii: "U"))
    static let lower = CChar(UInt8(ascii: "L"))

    // `diag`: whether LAPACK reads the diagonal or assumes that its elements are 1.
    static let nonUnitDiagonal = CChar(UInt8(ascii: "N"))
    static let unitDiagonal = CChar(UInt8(ascii: "U"))

    // `jobz`, `jobvl`, `jobvr`, `jobvs`: whether vectors are computed.
    static let noVectors = CChar(UInt8(ascii: "N"))
    static let vectors = CChar(UInt8(ascii: "V"))

    // `jobz` of `gesdd`, `jobu` and `jobvt` of `gesvd`: whether the first min(m, n) singular vectors ('S') or all
    // singular vectors ('A') of an m × n matrix are computed.
    static let reducedVectors = CChar(UInt8(ascii: "S"))
    static let allVectors = CChar(UInt8(ascii: "A"))

    // `range` of `syevr`: whether eigenvalues are chosen by position ('I' for index) or by an interval of values.
    static let positionRange = CChar(UInt8(ascii: "I"))
    static let valueRange = CChar(UInt8(ascii: "V"))

    // `norm` of `trcon`: the norm in which the condition number is estimated.
    static let oneNorm = CChar(UInt8(ascii: "1"))
}
