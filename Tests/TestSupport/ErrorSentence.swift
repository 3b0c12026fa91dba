/// The faults of an error's text as a sentence for a user; empty if there are none. The sentence says where, what and
/// what to do, and shows no value of Swift.
public func sentenceProblems(_ text: String, place: String) -> [String] {
    var problems: [String] = []
    if !text.contains(place) { problems.append("no place") }
    if !text.hasSuffix(".") { problems.append("no full stop at the end") }
    // The format's own documents write offsets of safetensors with two dots.
    for word in ["Optional(", "nil", "Fault", "Error Domain", "Swift.", "[\"", "::", "..", ". ."]
    where text.contains(word) && !(word == ".." && text.contains("lies at")) {
        problems.append("'\(word)'")
    }
    // An enum case with its values: inaccessible("…"), wrongRank(expected: 3).
    if text.firstMatch(of: #/\b[a-z][A-Za-z]*\((?:"|[a-z][A-Za-z]*: )/#) != nil { problems.append("a case of Swift") }
    let advice: [String] = [
        "Add", "Ask", "Check", "Connect", "Convert", "Correct", "Damp", "Delete", "Fetch", "Give", "Leave", "Let",
        "Load", "Make",
        "Name", "Put", "Save", "Take", "Type", "Write", "fetch it again", "ask for",
    ]
    if !advice.contains(where: { text.contains($0) }) { problems.append("nothing to do") }
    return problems
}
