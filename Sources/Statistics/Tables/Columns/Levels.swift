import Tensors

/// Collects the levels of a column of categories.
struct Levels {
    private var codes: [Int32] = []
    private var texts: [String] = []
    private var known: [String: Int32] = [:]

    init() {}

    /// Collects the levels of `texts`; `nil` is a missing text.
    init(_ texts: [String?]) {
        for text in texts { append(text) }
    }

    /// Appends the text of a row; `nil` is a missing text.
    mutating func append(_ text: String?) {
        guard let text else {
            codes.append(-1)
            return
        }
        if let code = known[text] {
            codes.append(code)
        } else {
            let code = Int32(texts.count)
            known[text] = code
            texts.append(text)
            codes.append(code)
        }
    }

    /// Appends the level that already has the code `code`.
    mutating func append(code: Int32) { codes.append(code) }

    /// The code of the last row; −1 if its text is missing.
    var lastCode: Int32 { codes.last ?? -1 }

    /// The codes and the levels. The order of the levels does not depend on the order of the rows: see
    /// `Column.levels`.
    var values: Column.Values {
        let order: [Int] = Self.order(of: texts)
        var places = [Int32](repeating: 0, count: texts.count)
        for (place, index) in order.enumerated() { places[index] = Int32(place) }
        return .categories(
            codes: Tensor(codes.map { $0 < 0 ? -1 : places[Int($0)] }), levels: order.map { texts[$0] })
    }

    /// Returns the positions of `texts` in the order of `Column.levels`.
    private static func order(of texts: [String]) -> [Int] {
        let numbers: [Double?] = texts.map { NumberText.plain.number($0) }
        if numbers.allSatisfy({ $0 != nil }) {
            // Different texts can be the same number, such as 1 and 1.0.
            return texts.indices.sorted { (numbers[$0] ?? 0, texts[$0]) < (numbers[$1] ?? 0, texts[$1]) }
        }
        return texts.indices.sorted { texts[$0] < texts[$1] }
    }
}
