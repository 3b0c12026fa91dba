import Tensors

/// The names of the axes in an expression of `einsum`, as numbers. Numbers are compared faster than characters.
///
/// The number of an ASCII character is its code. Other letters have numbers from 128 on.
struct EinsumNames: Sendable {
    /// The names of the axes of each operand.
    private(set) var inputs: [[Int]] = [[]]
    /// The names of the axes of the result.
    private(set) var output: [Int] = []
    /// A number that exceeds the number of every name.
    private(set) var limit = 128
    /// The way to compute the result from two operands by a single matrix product, if there is one.
    private(set) var plan: EinsumPlan?

    /// The names in the expressions that were read last. Reading an expression takes longer than a small product.
    private static let cache = LockedState<[String: EinsumNames]>([:])
    private static let greatestCacheCount = 256

    /// Returns the names in `expression`, as `init` does.
    static func named(_ expression: String) -> EinsumNames {
        if let known = cache.withLock({ $0[expression] }) { return known }
        let names = EinsumNames(expression)
        cache.withLock { cache in
            if cache.count >= greatestCacheCount { cache = [:] }
            cache[expression] = names
        }
        return names
    }

    /// Reads an expression such as "ij,jk->ik". Spaces have no meaning. Without an arrow, the result has the names that
    /// occur exactly once, in alphabetical order. Traps if a name of an operand is not a letter.
    init(_ expression: String) {
        var text: String = expression
        let codes: [Int] = text.withUTF8 { bytes in bytes.map { Int($0) } }
        read(codes.allSatisfy { $0 < 128 } ? codes : numbered(expression), expression)
        if inputs.count == 2 { plan = EinsumPlan(inputs[0], inputs[1], output: output) }
    }

    /// Returns the lengths of the axes by name, and −1 for numbers that are no names. Traps if the shapes of the operands
    /// do not fit the names.
    func lengths(_ shapes: [Shape], _ expression: String) -> [Int] {
        require(
            inputs.count == shapes.count,
            "einsum: \"\(expression)\" names \(inputs.count) operands, not \(shapes.count)")
        var lengths = [Int](repeating: -1, count: limit)
        for (names, shape) in zip(inputs, shapes) {
            require(
                names.count == shape.rank, "einsum: \"\(expression)\" does not name the axes of shape \(shape)")
            for (axis, name) in names.enumerated() {
                let length: Int = shape.dimensions[axis]
                require(
                    lengths[name] < 0 || lengths[name] == length,
                    "einsum: axes of one name have the lengths \(lengths[name]) and \(length) in \"\(expression)\"")
                lengths[name] = length
            }
        }
        for (place, name) in output.enumerated() {
            require(
                lengths[name] >= 0 && !output[..<place].contains(name),
                "einsum: the result of \"\(expression)\" repeats a name, or has one that no operand has")
        }
        return lengths
    }

    /// Returns the characters of the expression as numbers. The numbers have the alphabetical order of the characters.
    private mutating func numbered(_ expression: String) -> [Int] {
        let others: [Character] = Set(expression.filter { !$0.isASCII }).sorted()
        limit += others.count
        return expression.map { character in
            if let code = character.asciiValue { return Int(code) }
            guard character.isLetter, let place = others.firstIndex(of: character) else {
                fatalError(Self.mistake(expression))
            }
            return 128 + place
        }
    }

    private mutating func read(_ characters: [Int], _ expression: String) {
        let (space, comma, dash, greater): (Int, Int, Int, Int) = (0x20, 0x2C, 0x2D, 0x3E)
        var (hasArrow, hasDash): (Bool, Bool) = (false, false)
        for character in characters where character != space {
            if hasArrow {
                output.append(character)
            } else if hasDash {
                require(character == greater, Self.mistake(expression))
                hasArrow = true
            } else if character == dash {
                hasDash = true
            } else if character == comma {
                inputs.append([])
            } else {
                require(Self.isLetter(character), Self.mistake(expression))
                inputs[inputs.count - 1].append(character)
            }
        }
        require(hasArrow == hasDash, Self.mistake(expression))
        if hasArrow { return }
        let names: [Int] = Array(inputs.joined())
        output = names.filter { name in names.count { $0 == name } == 1 }.sorted()
    }

    /// Whether the number denotes a letter.
    private static func isLetter(_ number: Int) -> Bool {
        number >= 128 || (0x61 ... 0x7A).contains(number | 0x20)
    }

    private static func mistake(_ expression: String) -> String {
        "einsum: the names in \"\(expression)\" must be letters; \"...\" is not supported"
    }
}
