internal import Tensors

extension Communicator {
    /// Checks that all ranks have the same data, model, seed or settings.
    ///
    /// `digest` is a text that is the same on two ranks if and only if their `subject` is the same, such as an SHA-256
    /// of the data. Throws `CommunicatorError.disagreement`, which names the ranks whose digest differs from that of
    /// most ranks, on all ranks. Throws `CommunicatorError` also as `PendingResult.wait()` does, and if the ranks make
    /// different calls. Cost: about 2·log₂(R)·α + R·nβ for n bytes of the digest.
    public func verifyAgreement(_ digest: String, of subject: String) throws(CommunicatorError) {
        if size == 1 { return }
        try agree(on: Call(.verifyAgreement))
        let bytes: [UInt8] = Array(digest.utf8)
        let lengths: [Int] = try gatheredRecords([bytes.count]).map { $0[0] }
        let all: [UInt8] = try startAllGather(Tensor<UInt8>(bytes), lengths: lengths).wait().scalars
        let digests: [ArraySlice<UInt8>] = zip(starts(of: lengths), lengths).map { all[$0 ..< $0 + $1] }
        let ranks: [Int] = Self.minority(digests.map { String(decoding: $0, as: UTF8.self) })
        if ranks.isEmpty { return }
        try Job.shared().markFailed()
        throw .disagreement(subject: subject, ranks: ranks.map { worldRanks[$0] }, hosts: ranks.map { hostNames[$0] })
    }

    /// Returns the ranks whose digest is not the most frequent one. Of two that are equally frequent, the digest of the
    /// lower rank counts as the most frequent.
    static func minority(_ digests: [String]) -> [Int] {
        var counts: [String: Int] = [:]
        for digest in digests { counts[digest, default: 0] += 1 }
        let greatest: Int = counts.values.max() ?? 0
        let usual: String? = digests.first { counts[$0] == greatest }
        return digests.indices.filter { digests[$0] != usual }
    }
}
