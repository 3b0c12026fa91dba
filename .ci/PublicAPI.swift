// Lists the public symbols of the library modules from their symbol graphs, and compares them with the last version's.
// `.ci/public-api` builds and runs this file. CONTRIBUTING.md, section "The public API", describes its use.
import Foundation

/// The parts of a symbol graph that this program reads, in the format that the Swift compiler writes.
struct SymbolGraph: Decodable {
    struct Fragment: Decodable { let kind, spelling: String }
    struct Constraint: Decodable { let kind, lhs, rhs: String }
    struct Extension: Decodable { let constraints: [Constraint]? }
    struct Kind: Decodable { let identifier: String }
    struct Identifier: Decodable { let precise: String }

    struct Symbol: Decodable {
        let kind: Kind
        let identifier: Identifier
        let pathComponents: [String]
        let declarationFragments: [Fragment]?
        let swiftExtension: Extension?
    }

    struct Relationship: Decodable {
        let kind, source, target: String
        let targetFallback: String?
        let swiftConstraints: [Constraint]?
    }

    let symbols: [Symbol]
    let relationships: [Relationship]
}

/// Protocols that the compiler adds to nearly every type.
let implicitProtocols: Set<String> = ["Copyable", "Escapable", "SendableMetatype", "BitwiseCopyable"]

/// Returns the where clause of the constraints, such as ` where Scalar: RealScalar`; an empty string without constraints.
func clause(_ constraints: [SymbolGraph.Constraint]?) -> String {
    let clauses: [String] = (constraints ?? []).map { "\($0.lhs)\($0.kind == "sameType" ? " ==" : ":") \($0.rhs)" }
    return clauses.isEmpty ? "" : " where " + Set(clauses).sorted().joined(separator: ", ")
}

/// Returns a declaration without the internal names of parameters, which a caller does not write.
func declaration(_ symbol: SymbolGraph.Symbol) -> String {
    var text = ""
    var previous = ""
    for fragment in symbol.declarationFragments ?? [] {
        if fragment.kind == "internalParam", previous == "externalParam" {
            if text.hasSuffix(" ") { text.removeLast() }
        } else {
            text += fragment.spelling
        }
        if fragment.kind != "text" || !fragment.spelling.allSatisfy(\.isWhitespace) { previous = fragment.kind }
    }
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}

/// Returns a line for each public symbol and each conformance of a module, sorted.
func lines(ofModuleAt folder: URL) throws -> [String] {
    let files: [URL] = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    let graphs: [SymbolGraph] = try files.filter { $0.lastPathComponent.hasSuffix(".symbols.json") }.map {
        try JSONDecoder().decode(SymbolGraph.self, from: Data(contentsOf: $0))
    }
    let symbols: [SymbolGraph.Symbol] = graphs.flatMap(\.symbols)
    let relationships: [SymbolGraph.Relationship] = graphs.flatMap(\.relationships)
    let paths: [String: String] = Dictionary(
        symbols.map { ($0.identifier.precise, $0.pathComponents.joined(separator: ".")) },
        uniquingKeysWith: { a, _ in a })
    let required: Set<String> = Set(relationships.filter { $0.kind == "requirementOf" }.map(\.source))
    let defaulted: Set<String> = Set(relationships.filter { $0.kind == "defaultImplementationOf" }.map(\.target))

    var lines: Set<String> = []
    for symbol in symbols where symbol.kind.identifier != "swift.extension" {
        let identifier: String = symbol.identifier.precise
        let role: String =
            required.contains(identifier)
            ? (defaulted.contains(identifier) ? "requirement with default " : "requirement ") : ""
        lines.insert(
            "\(symbol.pathComponents.joined(separator: "."))  |  \(role)\(declaration(symbol))"
                + clause(symbol.swiftExtension?.constraints))
    }
    for relationship in relationships where relationship.kind == "conformsTo" {
        let target: String = paths[relationship.target] ?? relationship.targetFallback ?? relationship.target
        let name: String = target.split(separator: ".").last.map(String.init) ?? target
        if implicitProtocols.contains(name) { continue }
        if let source: String = paths[relationship.source] {
            lines.insert("\(source): \(name)\(clause(relationship.swiftConstraints))")
        }
    }
    return lines.sorted()
}

/// Returns the lines of a text file; an empty array if the file cannot be read.
func lines(of file: URL) -> [String] {
    guard let text: String = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").map(String.init)
}

/// Returns whether an added line can break callers. A requirement without default and a case of an enumeration can, if the
/// last version already contains the protocol or the enumeration.
func breaksCallers(_ line: String, before: [String]) -> Bool {
    guard
        line.contains("  |  requirement ") && !line.contains("  |  requirement with default ")
            || line.contains("  |  case ")
    else { return false }
    let path: Substring = line.prefix { $0 != " " }
    guard let dot: String.Index = path.lastIndex(of: ".") else { return false }
    let type: Substring = path[..<dot]
    return before.contains { $0.hasPrefix("\(type)  |  ") }
}

let usage = "usage: public-api check|accept|release SYMBOL_GRAPHS BASELINE"
let arguments: [String] = CommandLine.arguments
guard arguments.count == 4, ["check", "accept", "release"].contains(arguments[1]) else {
    FileHandle.standardError.write(Data("\(usage)\n".utf8))
    exit(64)
}
let graphs = URL(fileURLWithPath: arguments[2], isDirectory: true)
let baseline = URL(fileURLWithPath: arguments[3], isDirectory: true)
let acceptedFile: URL = baseline.appendingPathComponent("accepted-changes.txt")
let manager = FileManager.default

let modules: Set<String> = try Set(manager.contentsOfDirectory(atPath: graphs.path).filter { !$0.hasPrefix(".") })
let known: Set<String> =
    try manager.fileExists(atPath: baseline.path)
    ? Set(
        manager.contentsOfDirectory(atPath: baseline.path).filter {
            $0.hasSuffix(".txt") && $0 != "accepted-changes.txt"
        }
        .map { String($0.dropLast(4)) })
    : []

if arguments[1] == "release" {
    try manager.createDirectory(at: baseline, withIntermediateDirectories: true)
    for module in known.subtracting(modules) {
        try manager.removeItem(at: baseline.appendingPathComponent("\(module).txt"))
    }
    var count = 0
    for module in modules.sorted() {
        let lines: [String] = try lines(ofModuleAt: graphs.appendingPathComponent(module))
        count += lines.count
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(
            to: baseline.appendingPathComponent("\(module).txt"))
    }
    try Data().write(to: acceptedFile)
    print("public API: \(count) lines of \(modules.count) modules are the new baseline")
    exit(0)
}

guard !known.isEmpty else {
    print("public API: \(baseline.path) has no baseline; make one with `make api-release`")
    exit(1)
}
var breaking: [String] = []
var added: [String] = []
for module in modules.union(known).sorted() {
    let before: [String] = lines(of: baseline.appendingPathComponent("\(module).txt"))
    let folder: URL = graphs.appendingPathComponent(module)
    let after: [String] = modules.contains(module) ? try lines(ofModuleAt: folder) : []
    let (old, new) = (Set(before), Set(after))
    breaking += before.filter { !new.contains($0) }.map { "\(module): - \($0)" }
    for line in after where !old.contains(line) {
        if breaksCallers(line, before: before) {
            breaking.append("\(module): + \(line)")
        } else {
            added.append("\(module): + \(line)")
        }
    }
}

if arguments[1] == "accept" {
    try Data(breaking.map { $0 + "\n" }.joined().utf8).write(to: acceptedFile)
    print("public API: \(breaking.count) breaking changes accepted in \(acceptedFile.path)")
    exit(0)
}
let accepted = Set(lines(of: acceptedFile))
let unexpected: [String] = breaking.filter { !accepted.contains($0) }
let stale: [String] = accepted.subtracting(breaking).sorted()
print("public API: \(added.count) additions, \(breaking.count) breaking changes since the last version")
if !unexpected.isEmpty {
    print("These lines of the public API were removed (-), or were added and can break callers (+):")
    for line in unexpected { print("  \(line)") }
    print("Keep the old API, or accept the change: `make api-accept`, and a line under \"Breaking\" in CHANGELOG.md.")
}
if !stale.isEmpty {
    print("The code does not contain these accepted changes; renew the list with `make api-accept`:")
    for line in stale { print("  \(line)") }
}
exit(unexpected.isEmpty && stale.isEmpty ? 0 : 1)
