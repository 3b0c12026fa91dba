/// Returns the faults of an error message, as short texts.
///
/// The array is empty if the message has no faults.
///
/// The message must contain the text `place`, end with a full stop, and say what the user can do. The message must not
/// contain the spelling of a Swift value, such as `Optional(`.
public func sentenceProblems(_ text: String, place: String) -> [String] {
    var problems: [String] = []
    if !text.contains(place) { problems.append("no place") }
    if !text.hasSuffix(".") { problems.append("no full stop at the end") }
    // Messages about the place of a tensor in a safetensors file contain "..", the notation of a range in the documents
    // of the format.
    for word in ["Optional(", "nil", "Fault", "Error Domain", "Swift.", "[\"", "::", "..", ". ."]
    where text.contains(word) && !(word == ".." && text.contains("lies at")) {
        problems.append("'\(word)'")
    }
    // Finds an enum case with values, for example `inaccessible("…")` or `wrongRank(expected: 3)`.
    if text.firstMatch(of: #/\b[a-z][A-Za-z]*\((?:"|[a-z][A-Za-z]*: )/#) != nil { problems.append("a case of Swift") }
    let advice: [String] = [
        "Add", "Ask", "Check", "Connect", "Convert", "Correct", "Damp", "Delete", "Fetch", "Give", "Leave", "Let",
        "Load", "Make",
        "Name", "Put", "Save", "Take", "Type", "Write", "fetch it again", "ask for",
    ]
    if !advice.contains(where: { text.contains($0) }) { problems.append("nothing to do") }
    return problems
}
