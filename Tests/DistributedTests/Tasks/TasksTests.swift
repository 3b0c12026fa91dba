import Testing

/// Tasks on several ranks. The tasks are in Tests/DistributedProbe.
@Suite(.serialized, .enabled(if: Job.mpirun != nil)) struct TasksTests {
    @Test(arguments: ["count=20", "count=2"]) func resultsHaveTheOrderOfOneProcess(count: String) throws {
        let alone = try Job(ranks: nil, "tasks", count).finish()
        #expect(alone.status == 0 && alone.lines.count > 2, "\(alone.lines)")
        for ranks in [1, 2, 4] {
            let result = try Job(ranks: ranks, "tasks", count).finish()
            #expect(result.status == 0 && result.lines == alone.lines, "\(ranks) ranks: \(result.lines)")
        }
    }

    @Test(arguments: [nil, 2, 3]) func theErrorOfATaskEndsAllRanks(ranks: Int?) throws {
        let result = try Job(ranks: ranks, "tasks", "fails=7").finish()
        #expect(result.status != 0)
        #expect(
            result.lines.count { $0.contains("error: ") && $0.contains("task 7: the image is damaged") } == ranks ?? 1,
            "\(result.lines)")
        // Earlier tasks may still run on other ranks. Their results are not received.
        let received: [String] = result.lines.filter { $0.contains("of 20: ") }.map { String($0.prefix { $0 != ":" }) }
        #expect(received == (0 ..< received.count).map { "task \($0) of 20" }, "\(result.lines)")
        #expect(ranks == nil ? received.count == 7 : received.count <= 7)
    }

    @Test func aRankThatDiesIsNamed() throws {
        let result = try Job(ranks: 3, "tasks", "hurts=12").finish()
        #expect(result.status != 0)
        #expect(result.lines.count { $0.contains("rank ") && $0.contains("has died") } == 2, "\(result.lines)")
    }
}
