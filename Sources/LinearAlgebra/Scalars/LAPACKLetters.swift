/// The letters with which LAPACK's routines are told what to do.
extension CChar {
    static let plain = CChar(UInt8(ascii: "N"))
    static let transposed = CChar(UInt8(ascii: "T"))
    static let adjoint = CChar(UInt8(ascii: "C"))
    static let upper = CChar(UInt8(ascii: "U"))
    static let lower = CChar(UInt8(ascii: "L"))
    static let unit = CChar(UInt8(ascii: "U"))
    static let left = CChar(UInt8(ascii: "L"))
    static let vectors = CChar(UInt8(ascii: "V"))
    static let all = CChar(UInt8(ascii: "A"))
    static let oneNorm = CChar(UInt8(ascii: "1"))
    static let some = CChar(UInt8(ascii: "S"))
}
