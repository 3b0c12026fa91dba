import Testing

@testable import Distributed

@Suite struct CommunicatorAgreementTests {
    @Test(
        arguments: [
            (["a", "a", "a"], []), (["a", "b", "a"], [1]), (["b", "a", "a"], [0]), (["a", "b"], [1]),
            (["a", "b", "b", "c"], [0, 3]), ([], []),
        ] as [([String], [Int])])
    func ranksWithAnotherDigestThanMost(digests: [String], ranks: [Int]) {
        #expect(Communicator.minority(digests) == ranks)
    }
}
