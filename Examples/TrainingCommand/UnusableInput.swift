/// A file, or what it holds, that a program cannot use: what, where, and what to do. Flags that are wrong are ArgumentParser's
/// `ValidationError`, which shows the usage too.
public struct UnusableInput: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}
