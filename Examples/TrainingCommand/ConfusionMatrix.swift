import SynaNN

/// The confusion matrix of a classifier as text.
struct ConfusionMatrix {
    private let counts: [[Int]]
    private let classNames: [String]

    /// With more classes, the text lists only the most frequent confusions.
    private static let greatestSize = 20
    /// The number of confusions that the list contains.
    private static let listLength = 10

    /// Counts the answers.
    ///
    /// - Parameters:
    ///   - answers: The classes that the model recognized.
    ///   - labels: The correct classes, in the same order.
    ///   - classNames: The names of the classes.
    init(_ answers: [Int], _ labels: [Int], _ classNames: [String]) {
        let count: Int = classNames.count
        var counts = [[Int]](repeating: [Int](repeating: 0, count: count), count: count)
        for (answer, label) in zip(answers, labels) { counts[label][answer] += 1 }
        (self.counts, self.classNames) = (counts, classNames)
    }

    /// The matrix: row r counts the images of class r, and column c counts the images that the model took for class c.
    /// With more than 20 classes, a list of the most frequent confusions.
    var text: String { classNames.count <= Self.greatestSize ? table : list }

    private var table: String {
        let nameWidth: Int = max(9, classNames.map(\.count).max() ?? 0)
        let width: Int = max(5, classNames.map(\.count).max() ?? 0, "\(counts.joined().max() ?? 0)".count) + 1
        let header: String = Self.left("taken for", nameWidth) + classNames.map { Self.right($0, width) }.joined()
        let rows: [String] = zip(classNames, counts).map { name, row in
            Self.right(name, nameWidth) + row.map { Self.right("\($0)", width) }.joined()
        }
        return ([header] + rows).joined(separator: "\n")
    }

    private var list: String {
        var confusions: [(label: Int, answer: Int, count: Int)] = []
        for (label, row) in counts.enumerated() {
            for (answer, count) in row.enumerated() where answer != label && count > 0 {
                confusions.append((label, answer, count))
            }
        }
        confusions.sort { ($1.count, $0.label, $0.answer) < ($0.count, $1.label, $1.answer) }
        if confusions.isEmpty { return "no image was taken for another class" }
        return
            (["most frequent confusions:"]
            + confusions.prefix(Self.listLength).map { confusion in
                "  \(classNames[confusion.label]) taken for \(classNames[confusion.answer]): \(confusion.count)"
            }).joined(separator: "\n")
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
