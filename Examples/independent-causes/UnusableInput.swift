/// An error about flags or a file that the program cannot use. The description says what is wrong and what to do.
struct UnusableInput: Error, CustomStringConvertible {
    let description: String
}
