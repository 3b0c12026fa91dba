import Foundation

/// The fields of a protocol buffer message by their numbers, read without the message's definition.
///
/// The tests read files with this type. This type shares no code with the type that writes the files.
struct ProtobufFields {
    private var numbers: [Int: [UInt64]] = [:]
    private var contents: [Int: [Data]] = [:]

    init(_ data: Data) {
        var position: Data.Index = data.startIndex
        while position < data.endIndex {
            let key: UInt64 = Self.varint(data, &position)
            let field = Int(key >> 3)
            switch key & 7 {
            case 0: numbers[field, default: []].append(Self.varint(data, &position))
            case 2:
                let length = Int(Self.varint(data, &position))
                contents[field, default: []].append(Data(data[position ..< position + length]))
                position += length
            case 5:
                let bits: UInt32 = data[position ..< position + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
                numbers[field, default: []].append(UInt64(bits))
                position += 4
            default: preconditionFailure("wire type \(key & 7) at \(position)")
            }
        }
    }

    func message(_ field: Int) -> ProtobufFields? { contents[field]?.last.map(ProtobufFields.init) }
    func messages(_ field: Int) -> [ProtobufFields] { (contents[field] ?? []).map(ProtobufFields.init) }
    func data(_ field: Int) -> Data? { contents[field]?.last }
    func text(_ field: Int) -> String { data(field).map { String(decoding: $0, as: UTF8.self) } ?? "" }
    func texts(_ field: Int) -> [String] { (contents[field] ?? []).map { String(decoding: $0, as: UTF8.self) } }
    func integer(_ field: Int) -> Int? { numbers[field]?.last.map { Int(Int64(bitPattern: $0)) } }
    func float(_ field: Int) -> Float? { numbers[field]?.last.map { Float(bitPattern: UInt32($0)) } }

    /// Returns the integers of a repeated field. The integers may be packed into one block or stored separately.
    func integers(_ field: Int) -> [Int] {
        var result: [UInt64] = numbers[field] ?? []
        for data in contents[field] ?? [] {
            var position: Data.Index = data.startIndex
            while position < data.endIndex { result.append(Self.varint(data, &position)) }
        }
        return result.map { Int(Int64(bitPattern: $0)) }
    }

    private static func varint(_ data: Data, _ position: inout Data.Index) -> UInt64 {
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while true {
            let byte: UInt8 = data[position]
            position += 1
            value |= UInt64(byte & 127) << shift
            if byte < 128 { return value }
            shift += 7
        }
    }
}
