/// Returns a sentence about tensors that have become NaN or infinite: "model.a, model.b hold numbers that are not
/// finite". The sentence contains the first three names and the number of the other names.
func nonFiniteSentence(_ names: [String]) -> String {
    let list: String = names.prefix(3).joined(separator: ", ")
    let verb: String = names.count > 3 ? "and \(names.count - 3) others hold" : names.count > 1 ? "hold" : "holds"
    return "\(list) \(verb) numbers that are not finite"
}
