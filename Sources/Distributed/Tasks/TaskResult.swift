import Foundation

/// The bytes of a result in a message. JSON keeps all bits of a finite number.
enum TaskResult {
    static func encode(_ result: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return [UInt8](try encoder.encode(result))
    }

    static func decode<Result: Decodable>(_ bytes: [UInt8]) throws -> Result {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try decoder.decode(Result.self, from: Data(bytes))
    }
}
