/// Traps with a sentence unless the condition is true: for the contract of an operation.
///
/// `precondition` prints no message in an optimized build. This function prints the sentence in every build.
@inline(__always)
package func require(
    _ condition: @autoclosure () -> Bool, _ sentence: @autoclosure () -> String,
    file: StaticString = #fileID, line: UInt = #line
) {
    if !condition() { contractBroken(sentence(), file: file, line: line) }
}

@inline(never)
private func contractBroken(_ sentence: String, file: StaticString, line: UInt) -> Never {
    fatalError(sentence, file: file, line: line)
}
