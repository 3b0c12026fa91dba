import Foundation
import SynaNN
import TestSupport
import Testing

/// Compiles and runs the code of docs/distributions.md. `everySnippetIsHere` compares the article with this file.
@Suite struct DistributionsArticleTests {
    @Test func batchOfGammaDistributions() {
        let prior = GammaDistribution<Double>(shape: Tensor([1, 2, 4]), rate: Tensor(0.5))  // batchShape [3]
        let tail = prior.survival(10)  // P(X > 10) of each, shape [3]
        let interval = (prior.quantile(0.05), prior.upperQuantile(0.05))
        var generator = PhiloxGenerator(seed: 1)
        let draws = prior.sample([1000], using: &generator)  // shape [1000, 3]
        let slopes = gradient(at: Tensor<Double>([1, 2, 4])) { shapes in
            GammaDistribution(shape: shapes, rate: Tensor(0.5)).logDensity(at: draws).mean()
        }
        #expect(prior.batchShape == [3] && draws.shape == [1000, 3])
        // For a whole shape a, P(X > x) is e^(−bx) times the first a terms of the series of e^(bx).
        let terms: [Double] = [1, 6, 18.5 + 125.0 / 6]
        let exact = Tensor<Double>(terms) * exp(-5.0)
        #expect(difference(tail, exact, tolerance: 1e-14) == nil)
        #expect(difference(prior.cdf(interval.0), Tensor(repeating: 0.05, shape: [3]), tolerance: 1e-14) == nil)
        #expect(difference(prior.survival(interval.1), Tensor(repeating: 0.05, shape: [3]), tolerance: 1e-14) == nil)
        // At the parameters that drew the samples the mean slope is 0 but for its standard error.
        #expect((slopes.abs() .< 0.1).all())
    }

    @Test func everySnippetIsHere() throws {
        let source: Set<String> = try Set(lines(of: String(contentsOfFile: #filePath, encoding: .utf8)))
        let article: URL = Repository.root.appendingPathComponent("docs/distributions.md")
        let code: [String] = try Repository.codeLines(in: String(contentsOf: article, encoding: .utf8))
        for line in code { #expect(source.contains(line), "\(line)") }
        #expect(code.count == 8)
    }

    /// The first table names every distribution of the module, with its parameters as the initializers spell them.
    @Test func theTableNamesEveryDistribution() throws {
        let article: String = try String(
            contentsOf: Repository.root.appendingPathComponent("docs/distributions.md"), encoding: .utf8)
        let rows: [Substring] = article.split(separator: "\n").filter {
            $0.hasPrefix("| `") && $0.contains("Distribution`")
        }
        let files: [String] = try Repository.paths(below: "Sources/Statistics/Distributions")
            .filter { $0.hasSuffix("Distribution.swift") && !$0.contains("/Protocols/") }
        #expect(files.count == 22 && rows.count == files.count)
        for file in files {
            let name = String(file.split(separator: "/").last?.dropLast(".swift".count) ?? "")
            let row: Substring = try #require(rows.first { $0.hasPrefix("| `\(name)`") }, "\(name)")
            let source: String = try String(
                contentsOf: Repository.root.appendingPathComponent(file), encoding: .utf8)
            let cell: Substring = row.split(separator: "|")[1]
            for match in cell.matches(of: /`([a-zA-Z]+)`/) {
                #expect(source.contains("\(match.1): Tensor<Scalar>"), "\(name): \(match.1)")
            }
        }
    }

    private func lines(of text: String) -> [String] {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
