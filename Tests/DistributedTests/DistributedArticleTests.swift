import Foundation
import Testing

/// The code of docs/distributed.md is that of two files of Tests/DistributedProbe, which `distributed-probe article` and
/// `distributed-probe article-training` run.
@Suite struct DistributedArticleTests {
    private let root: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    @Test func theProgramIsTheOneThatRuns() throws {
        let program: String = try ["ArticleProgram", "ArticleTraining"].map { name in
            try text("Tests/DistributedProbe/\(name).swift")
        }.joined()
        let blocks: [String] = try text("docs/distributed.md").components(separatedBy: "```swift\n").dropFirst()
            .map { $0.components(separatedBy: "```")[0] }
        #expect(blocks.count == 3)
        for line in blocks.joined().split(separator: "\n") { #expect(program.contains(line), "\(line)") }
    }

    @Test(.enabled(if: Job.mpirun != nil)) func theTrainingHasTheSameLossAtEveryNumberOfRanks() throws {
        let losses: [String?] = try [1, 3].map { ranks in
            let result = try Job(ranks: ranks, "article-training").finish()
            #expect(result.status == 0, "\(result.lines)")
            return result.lines.last { $0.hasPrefix("ok:") }
        }
        #expect(losses[0] != nil && losses[0] == losses[1], "\(losses)")
    }

    @Test(.enabled(if: Job.mpirun != nil)) func theProgramFindsTheLineAtEveryNumberOfRanks() throws {
        let lines: [String] = try [1, 3].map { ranks in
            let result = try Job(ranks: ranks, "article").finish()
            #expect(result.status == 0 && result.lines.count == 1, "\(result.lines)")
            return result.lines.joined().replacing("ok: \(ranks) ranks, ", with: "")
        }
        #expect(lines[0].hasPrefix("slope and intercept [3. 1.]") && lines[0] == lines[1], "\(lines)")
    }
}
