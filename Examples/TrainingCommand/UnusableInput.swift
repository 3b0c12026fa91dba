/// A file or its contents that a program cannot use. The description says what, where, and what to do.
///
/// A wrong flag is a `ValidationError` of ArgumentParser, which also prints the usage.
public struct UnusableInput: Error, CustomStringConvertible {
    /// What is wrong, where, and what to do.
    public let description: String

    /// Creates an error with a description.
    public init(_ description: String) { self.description = description }
}
