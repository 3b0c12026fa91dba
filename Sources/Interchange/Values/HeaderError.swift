/// A file header that does not follow its grammar.
struct HeaderError: Error, Equatable {
    /// What is wrong, without a full stop.
    let reason: String
    /// The byte of the header.
    let position: Int
}
