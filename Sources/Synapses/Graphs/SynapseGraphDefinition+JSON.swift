import Files
import Foundation

extension SynapseGraphDefinition: Codable {
    private enum Key: String, CodingKey, CaseIterable { case inputs, outputs, synapses }

    /// Creates a definition from JSON: see `SynapseGraphDefinition` for an example. An unknown key is an error, because
    /// the key may be misspelt.
    ///
    /// - Parameters:
    ///   - json: The JSON text.
    ///   - path: The name of the source in error messages.
    /// - Throws: `SynapseGraphError.malformedJSON` if the text is not the JSON of a graph.
    public init(json: Data, path: String = "the graph") throws(SynapseGraphError) {
        do { self = try JSONDecoder().decode(SynapseGraphDefinition.self, from: json) } catch let error as DecodingError
        {
            throw SynapseGraphError.malformedJSON(path: path, error.sentence)
        } catch { throw SynapseGraphError.malformedJSON(path: path, "this is not the JSON of a graph") }
    }

    /// Creates a definition from a JSON file.
    ///
    /// - Parameter path: The path of the file.
    ///
    /// - Throws: `SynapseGraphError.unreadable` if the file cannot be read, or `.malformedJSON` if the file is not the
    ///   JSON of a graph.
    public init(contentsOf path: String) throws(SynapseGraphError) {
        let data: Data
        do { data = try FileContents.bytes(of: path) } catch {
            throw SynapseGraphError.unreadable(path: path, error.reason)
        }
        if let format = FileFormat(recognizing: data) {
            throw SynapseGraphError.malformedJSON(path: path, "this is \(format.name), not JSON")
        }
        try self.init(json: data, path: path)
    }

    /// The definition as JSON with sorted keys. Traps if an α, a β or a start is not finite, because JSON cannot
    /// represent such a number.
    public var json: Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else {
            fatalError("SynapseGraphDefinition: JSON has no form for a parameter that is not finite")
        }
        return data
    }

    /// Creates a value of this type from JSON. Throws a `DecodingError` if a required key is missing, if a key is
    /// unknown, or if a value has the wrong type.
    public init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(otherThan: Key.allCases)
        let container = try decoder.container(keyedBy: Key.self)
        inputs = try container.decode([String].self, forKey: .inputs)
        outputs = try container.decode([String].self, forKey: .outputs)
        synapses = try container.decode([Connection].self, forKey: .synapses)
    }

    /// Encodes this value as JSON. Rethrows the errors of the encoder.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(inputs, forKey: .inputs)
        try container.encode(outputs, forKey: .outputs)
        try container.encode(synapses, forKey: .synapses)
    }
}

extension SynapseGraphDefinition.Connection: Codable {
    private enum Key: String, CodingKey, CaseIterable { case output, excitatory, alpha, inhibitory, start }

    /// Creates a value of this type from JSON. Throws a `DecodingError` if a required key is missing, if a key is
    /// unknown, or if a value has the wrong type.
    public init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(otherThan: Key.allCases)
        let container = try decoder.container(keyedBy: Key.self)
        output = try container.decode(String.self, forKey: .output)
        excitatory = try container.decode(String.self, forKey: .excitatory)
        alpha = try container.decodeIfPresent(Double.self, forKey: .alpha) ?? 1
        inhibitory = try container.decodeIfPresent([String: Double].self, forKey: .inhibitory) ?? [:]
        if let name = try? container.decode(String.self, forKey: .start) {
            start = .input(name)
        } else {
            start = .number(try container.decodeIfPresent(Double.self, forKey: .start) ?? 0)
        }
    }

    /// Encodes this value as JSON. Rethrows the errors of the encoder.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(output, forKey: .output)
        try container.encode(excitatory, forKey: .excitatory)
        try container.encode(alpha, forKey: .alpha)
        try container.encode(inhibitory, forKey: .inhibitory)
        switch start {
        case .number(let value): try container.encode(value, forKey: .start)
        case .input(let name): try container.encode(name, forKey: .start)
        }
    }
}

/// A key with any name, for the search for unknown keys.
private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension Decoder {
    /// Throws a `DecodingError` if the container has a key that is not in `known`.
    fileprivate func refuseKeys<Key: CodingKey>(otherThan known: [Key]) throws {
        for key in try container(keyedBy: AnyKey.self).allKeys
        where !known.contains(where: { $0.stringValue == key.stringValue }) {
            throw DecodingError.dataCorrupted(
                .init(codingPath: codingPath, debugDescription: "there is no key '\(key.stringValue)'"))
        }
    }
}

extension DecodingError {
    /// A description of the error and of the place in the JSON where the error occurs.
    fileprivate var sentence: String {
        func place(_ path: [any CodingKey], _ last: String? = nil) -> String {
            let names: [String] =
                path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue } + (last.map { [$0] } ?? [])
            return names.isEmpty ? "at the top" : "at " + names.joined(separator: ".")
        }
        switch self {
        case .keyNotFound(let key, let context):
            return "\(place(context.codingPath, key.stringValue)): the key is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            return "\(place(context.codingPath)): \(context.debugDescription)"
        @unknown default: return "this is not the JSON of a graph"
        }
    }
}
