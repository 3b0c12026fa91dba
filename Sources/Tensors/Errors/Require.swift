/// Traps with the message `sentence` unless `condition` is true. Operations check their preconditions with this
/// function.
///
/// `precondition` prints no message in an optimized build. This function prints the message in every build.
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
