extension NPYFile {
    /// Returns the type of numbers that a NumPy name denotes, and whether the numbers are big-endian. Returns `nil` for
    /// an unknown name.
    ///
    /// Examples are `<f4`, `>f8` and `|b1`. A name without a byte order, such as `f4`, `=f4` or `float32`, means the
    /// byte order of the machine, which is little-endian (see `AnyTensor`).
    static func type(named name: String) -> (dtype: DType, isBigEndian: Bool)? {
        if let dtype = shortNames[name] ?? longNames[name] { return (dtype, false) }
        guard let order = name.first, "<>|=".contains(order), let dtype = shortNames[String(name.dropFirst())] else {
            return nil
        }
        return (dtype, order == ">")
    }

    /// Returns NumPy's name of a little-endian type, for example `<f4`. Traps for bfloat16, which NumPy does not have.
    static func typeName(of dtype: DType) -> String {
        guard let name = shortNames.first(where: { $0.value == dtype })?.key else {
            fatalError("NPYFile: NumPy has no type \(dtype)")
        }
        return (dtype.byteCount == 1 ? "|" : "<") + name
    }

    private static let shortNames: [String: DType] = [
        "b1": .bool, "u1": .uint8, "i1": .int8, "u2": .uint16, "i2": .int16, "u4": .uint32, "i4": .int32,
        "u8": .uint64, "i8": .int64, "f2": .float16, "f4": .float32, "f8": .float64, "c8": .complex64,
        "c16": .complex128,
    ]

    private static let longNames: [String: DType] = [
        "bool": .bool, "?": .bool, "uint8": .uint8, "int8": .int8, "uint16": .uint16, "int16": .int16,
        "uint32": .uint32, "int32": .int32, "uint64": .uint64, "int64": .int64, "float16": .float16,
        "float32": .float32, "float64": .float64, "complex64": .complex64, "complex128": .complex128,
    ]
}
