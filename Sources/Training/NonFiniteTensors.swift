/// Returns a sentence about tensors that have become NaN or infinite: "model.a, model.b hold numbers that are not
/// finite". It names the first three.
func nonFiniteSentence(_ names: [String]) -> String {
    let list: String = names.prefix(3).joined(separator: ", ")
    let verb: String = names.count > 3 ? "and \(names.count - 3) others hold" : names.count > 1 ? "hold" : "holds"
    return "\(list) \(verb) numbers that are not finite"
}
