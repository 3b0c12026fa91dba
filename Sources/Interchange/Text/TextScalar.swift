public import ComplexModule
public import Tensors

/// A scalar type that text files can store: real and complex numbers, and integers.
public protocol TextScalar: TensorScalar {
    /// Reads the rows of a text. Throws the errors of `TextFile.init(_:path:_:)`.
    static func _rows(of source: _TextSource) throws(TextFileError) -> _TextRows<Self>
    /// Appends the text of the number, with the digits that `digits` requests, to `bytes`.
    func _append(to bytes: inout [UInt8], _ digits: TextWriting.Digits)
}

/// The numbers of a text and the names of its columns.
public struct _TextRows<Scalar: TensorScalar> {
    let values: Tensor<Scalar>
    let names: [String]
}

extension Double: TextScalar {
    public static func _rows(of source: _TextSource) throws(TextFileError) -> _TextRows<Double> {
        try readRows(of: source)
    }
    public func _append(to bytes: inout [UInt8], _ digits: TextWriting.Digits) {
        bytes += digits.text(self, description).utf8
    }
}

extension Float: TextScalar {
    public static func _rows(of source: _TextSource) throws(TextFileError) -> _TextRows<Float> {
        try readRows(of: source)
    }
    public func _append(to bytes: inout [UInt8], _ digits: TextWriting.Digits) {
        bytes += digits.text(Double(self), description).utf8
    }
}

extension Complex: TextScalar where RealType: ComplexPart & TextScalar {
    public static func _rows(of source: _TextSource) throws(TextFileError) -> _TextRows<Complex> {
        // The conforming types are `Complex<Float>` and `Complex<Double>`. Each call below is compiled for one of these
        // types.
        if RealType.self == Float.self {
            let rows: _TextRows<Complex<Float>> = try readRows(of: source)
            if let values = rows.values as? Tensor<Complex> { return _TextRows(values: values, names: rows.names) }
        }
        let rows: _TextRows<Complex<Double>> = try readRows(of: source)
        guard let values = rows.values as? Tensor<Complex> else {
            fatalError("TextFile: text files have no type for \(Complex.self)")
        }
        return _TextRows(values: values, names: rows.names)
    }

    public func _append(to bytes: inout [UInt8], _ digits: TextWriting.Digits) {
        let (x, y): (RealType, RealType) = rawStorage
        x._append(to: &bytes, digits)
        if y.sign == .plus || y.isNaN { bytes.append(UInt8(ascii: "+")) }
        y._append(to: &bytes, digits)
        // NumPy reads only the letter j.
        bytes.append(UInt8(ascii: "j"))
    }
}

extension TextScalar where Self: FixedWidthInteger {
    public func _append(to bytes: inout [UInt8], _ digits: TextWriting.Digits) { bytes += description.utf8 }
}

extension Int: TextScalar {
    public static func _rows(of source: _TextSource) throws(TextFileError) -> _TextRows<Int> {
        try readRows(of: source)
    }
}

extension Int8: TextScalar {
    public static func _rows(of source: _TextSource) throws(TextFileError) -> _TextRows<Int8> {
        try readRows(of: source)
    }
}

extension Int16: TextScalar {
    public static func _rows(of source: _TextSource) throws(TextFileError) -> _TextRows<Int16> {
        try readRows(of: source)
    }
}

extension Int32: TextScalar {
    public static func _rows(of source: _TextSource) throws(TextFileError) -> _TextRows<Int32> {
        try readRows(of: source)
    }
}

extension Int64: TextScalar {
    public static func _rows(of source: _TextSource) throws(TextFileError) -> _TextRows<Int64> {
        try readRows(of: source)
    }
}

extension UInt: TextScalar {
    public static func _rows(of source: _TextSource) throws(TextFileError) -> _TextRows<UInt> {
        try readRows(of: source)
    }
}

extension UInt8: TextScalar {
    public static func _rows(of source: _TextSource) throws(TextFileError) -> _TextRows<UInt8> {
        try readRows(of: source)
    }
}

extension UInt16: TextScalar {
    public static func _rows(of source: _TextSource) throws(TextFileError) -> _TextRows<UInt16> {
        try readRows(of: source)
    }
}

extension UInt32: TextScalar {
    public static func _rows(of source: _TextSource) throws(TextFileError) -> _TextRows<UInt32> {
        try readRows(of: source)
    }
}

extension UInt64: TextScalar {
    public static func _rows(of source: _TextSource) throws(TextFileError) -> _TextRows<UInt64> {
        try readRows(of: source)
    }
}
