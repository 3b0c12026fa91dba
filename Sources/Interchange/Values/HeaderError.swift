/// The error for a file header that does not follow the grammar of its format.
struct HeaderError: Error, Equatable {
    /// A clause that says what is wrong, without a full stop.
    let reason: String
    /// The position in the header in bytes, counted from 0.
    let position: Int
}
