import Foundation
import Testing

/// The error bounds in the public comments and in vector_math.h equal the bounds that `VectorMathTests` checks.
@Suite struct StatedBoundTests {
    private func source(_ path: String) throws -> String {
        let root: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    @Test(arguments: VectorMathTests.functions)
    func publicCommentsStateTheTestedBound(_ function: VectorMathTests.Function) throws {
        let files: [String] = ["Functions", "Trigonometry"]
        let lines: [String] = try files.flatMap {
            try source("Sources/Tensors/Elementwise/Tensor+\($0).swift").components(separatedBy: "\n")
        }
        let place: Int? = lines.firstIndex { $0.contains("public func \(function.description)()") }
        let declaration: Int = try #require(place)
        let comment: [String] = lines[..<declaration].reversed().prefix { $0.contains("///") }.reversed()
        let words: String = comment.map { $0.trimmingCharacters(in: [" ", "/"]) }.joined(separator: " ")
        let bound = "at most \(text(function.bound)) unit\(function.bound == 1 ? "" : "s") in the last place"
        #expect(words.contains(bound), "\(function.description): \(words)")
    }

    @Test(arguments: VectorMathTests.functions)
    func theTableOfTheKernelsStatesIt(_ function: VectorMathTests.Function) throws {
        let table: [Substring] = try source("Sources/CKernels/Vector/vector_math.h").split(separator: "\n").filter {
            $0.hasPrefix("//     ")
        }
        // A line of the table consists of groups. A group contains the names of functions, then the bound of these
        // functions in ulp. For example, the line "exp, log 1 expm1, erf 2" has two groups.
        let words: [Substring] = table.flatMap { $0.dropFirst(2).split(separator: " ") }
        let place: Int? = words.firstIndex { $0.trimmingCharacters(in: [","]) == function.description }
        let bound: Substring? = words[(try #require(place))...].first { Double($0) != nil }
        #expect(bound.flatMap { Double($0) } == function.bound, "\(function.description)")
    }

    private func text(_ bound: Double) -> String { bound == bound.rounded() ? "\(Int(bound))" : "\(bound)" }
}
