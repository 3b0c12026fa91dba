import Testing

@testable import Distributed

@Suite struct FaultReportTests {
    @Test(
        arguments: [.rankDied(rank: 1, host: "b"), .rankSilent(rank: 0, seconds: 60.25, host: "a")]
            as [CommunicatorError])
    func theTextGivesTheSameError(error: CommunicatorError) throws {
        let report = try #require(FaultReport(error))
        #expect(FaultReport(report.text)?.error(hosts: ["a", "b"]) == error)
    }

    @Test func otherFaultsAreNotReported() {
        #expect(FaultReport(CommunicatorError.rankEnded(rank: 1, host: "b")) == nil)
        #expect(FaultReport("") == nil)
    }
}
