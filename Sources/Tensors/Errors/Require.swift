/// Traps with a sentence where the caller broke an operation's contract.
///
/// Unlike `precondition`, which traps without a word in an optimised build, this prints the sentence in
/// every build: a programmer's mistake is reported with both shapes wherever it happens.
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
