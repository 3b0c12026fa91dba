import Testing

/// The operations on several ranks. The checks are in Tests/DistributedProbe.
@Suite(.serialized, .enabled(if: Job.mpirun != nil)) struct RanksTests {
    @Test(arguments: [1, 2, 4]) func everyOperation(ranks: Int) throws {
        let result = try Job(ranks: ranks, "operations").finish()
        #expect(result.status == 0 && result.lines == ["ok: \(ranks) ranks"], "\(result.lines)")
    }

    @Test func sumsInOrderHaveTheSameBitsAtEveryNumberOfRanks() throws {
        let alone = try Job(ranks: 1, "ordered").finish()
        #expect(alone.status == 0 && alone.lines.count > 100)
        for ranks in 2 ... 4 {
            let result = try Job(ranks: ranks, "ordered").finish()
            #expect(result.status == 0 && result.lines == alone.lines, "\(ranks) ranks")
        }
    }

    @Test(
        arguments: [
            ("different-shapes", "ranks 0, 2: allReduce of Float [3, 2]; rank 1: allReduce of Float [2, 3]"),
            ("different-calls", "ranks 0, 2: allGather with rows of Double []; rank 1: barrier"),
            ("agreement", "error: model: rank 1 ("),
        ])
    func everyRankReportsADifference(check: String, sentence: String) throws {
        let result = try Job(ranks: 3, check).finish()
        #expect(result.status != 0)
        #expect(result.lines.filter { $0.contains(sentence) }.count == 3, "\(result.lines)")
    }
}

/// A program that runs without mpirun is a group of one process.
@Suite struct SingleProcessTests {
    @Test func everyOperation() throws {
        for check in ["operations", "article"] {
            let result = try Job(ranks: nil, check).finish()
            let last: String = result.lines.last ?? ""
            #expect(result.status == 0 && last.hasPrefix("ok: 1 ranks"), "\(result.lines)")
        }
    }

    /// A fresh machine has no ssh, with which the MPI library could start a daemon.
    @Test func needsNoProgramInPATH() throws {
        let result = try Job(ranks: nil, variables: ["PATH": "/nonexistent"], "operations").finish()
        #expect(result.status == 0 && result.lines == ["ok: 1 ranks"], "\(result.lines)")
    }
}
