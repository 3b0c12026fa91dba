import TestSupport
import Testing

@testable import Distributed

@Suite struct CommunicatorErrorTests {
    @Test(
        arguments: [
            (.threadsUnsupported(library: "Some MPI 1"), "Some MPI 1"),
            (.library(operation: "allReduce", reason: "MPI_ERR_TRUNCATE: message truncated"), "allReduce"),
            (.callsDiffer(calls: ["barrier", "split", "barrier"]), "ranks 0, 2: barrier; rank 1: split"),
            (.callsDiffer(calls: Array(repeating: "a", count: 10)), "ranks 0, 1, 2, 3, 4, 5, 6, 7 and 2 more: a"),
            (.disagreement(subject: "data", ranks: [3], hosts: ["h"]), "data: rank 3 (h) differs from most ranks"),
            (.disagreement(subject: "seed", ranks: [1, 3], hosts: ["g", "h"]), "seed: ranks 1 (g), 3 (h) differ"),
            (.wrongScalar(expected: "Float", found: "Int8", rank: 2), "rank 2"),
            (.rankSilent(rank: 2, seconds: 61.04, host: "h"), "rank 2 (h) has been silent for 61 seconds"),
            (.rankFailed(rank: 2, host: "h", message: "the disk is full"), "rank 2 (h) failed: the disk is full."),
            (.rankDied(rank: 2, host: "h"), "rank 2 (h) has died."), (.rankEnded(rank: 2, host: "h"), "rank 2 (h)"),
        ] as [(CommunicatorError, String)])
    func everyErrorIsASentence(error: CommunicatorError, place: String) {
        #expect(sentenceProblems("\(error)", place: place) == [], "\(error)")
    }
}
