/// An error about a file that a program cannot use, because of the file itself or because of its contents.
///
/// A wrong flag is a `ValidationError` of ArgumentParser instead, for which the program also prints the usage.
public struct UnusableInput: Error, CustomStringConvertible {
    /// The text that says what is wrong, where, and what to do.
    public let description: String

    /// Creates an error whose description is the given text.
    public init(_ description: String) { self.description = description }
}
