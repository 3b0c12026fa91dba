import Foundation
import Tensors

extension TextFile {
    /// Returns the bytes of the file, without compression: the header, the names of the columns if there are any, and
    /// the rows.
    ///
    /// - Parameter options: The delimiter, the digits, the header and the line ends. Traps if the delimiter cannot
    ///   separate numbers (see `TextDelimiter.character`), if a number of digits is negative, or if a line of the
    ///   header or the comment mark contains a line break.
    public func encoded(_ options: TextWriting = TextWriting()) -> Data {
        options.verify()
        let delimiter: UInt8 = options.delimiter.byte ?? UInt8(ascii: " ")
        let lineEnd: [UInt8] = options.usesCRLF ? [0x0D, 0x0A] : [0x0A]
        var bytes: [UInt8] = []
        let mark: String = options.comment.isEmpty ? "" : options.comment + " "
        for line in options.header { bytes += Array((mark + line).utf8) + lineEnd }
        if !columnNames.isEmpty {
            bytes += columnNames.map { Self.quoted($0, delimiter, options.comment) }.joined(separator: [delimiter])
            bytes += lineEnd
        }
        let columns: Int = values.shape[1]
        bytes.reserveCapacity(bytes.count + values.count * 12)
        values.withUnsafeBuffer { numbers in
            for row in 0 ..< values.shape[0] {
                for column in 0 ..< columns {
                    if column > 0 { bytes.append(delimiter) }
                    numbers[row * columns + column]._append(to: &bytes, options.digits)
                }
                bytes += lineEnd
            }
        }
        return Data(bytes)
    }

    /// Returns the bytes of a column name for a file with the given delimiter and comment mark. The name gets quotation
    /// marks if a reader could otherwise read a different name or several names.
    private static func quoted(_ name: String, _ delimiter: UInt8, _ comment: String) -> [UInt8] {
        let bytes: [UInt8] = Array(name.utf8)
        let special: [UInt8] = [delimiter, 0x22, 0x0A, 0x0D]
        let isPlain: Bool =
            !bytes.isEmpty && !bytes.contains(where: special.contains) && bytes.first != 0x20 && bytes.last != 0x20
            && !bytes.contains(0x09) && !(comment != "" && name.contains(comment))
        if isPlain { return bytes }
        return [0x22] + bytes.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] } + [0x22]
    }
}
