/// What a rank tells the others about a rank that has died or is silent, so that all ranks name the same rank. A rank
/// that ends because of the fault would otherwise look like another fault.
struct FaultReport: Sendable, Hashable {
    let rank: Int
    /// How long the rank was silent; `nil` if it has died.
    let silence: Double?

    /// Creates the report of an error; `nil` if the faulty rank itself has told the other ranks.
    init?(_ error: CommunicatorError) {
        switch error {
        case .rankDied(let rank, _): (self.rank, silence) = (rank, nil)
        case .rankSilent(let rank, let seconds, _): (self.rank, silence) = (rank, seconds)
        default: return nil
        }
    }

    /// Creates a report from the text of a message.
    init?(_ text: String) {
        let fields: [Substring] = text.split(separator: " ")
        guard let rank = fields.first.flatMap({ Int($0) }) else { return nil }
        self.rank = rank
        silence = fields.count > 1 ? Double(fields[1]) : nil
    }

    /// The text of the message.
    var text: String { "\(rank)" + (silence.map { " \($0)" } ?? "") }

    /// The error that the report describes.
    func error(hosts: [String]) -> CommunicatorError {
        if let silence { return .rankSilent(rank: rank, seconds: silence, host: hosts[rank]) }
        return .rankDied(rank: rank, host: hosts[rank])
    }
}
