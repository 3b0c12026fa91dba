/// What is said of tensors that have become NaN or infinite: "model.a, model.b hold numbers that are not finite". The first
/// three are named.
func nonFiniteSentence(_ names: [String]) -> String {
    let list: String = names.prefix(3).joined(separator: ", ")
    let verb: String = names.count > 3 ? "and \(names.count - 3) others hold" : names.count > 1 ? "hold" : "holds"
    return "\(list) \(verb) numbers that are not finite"
}
