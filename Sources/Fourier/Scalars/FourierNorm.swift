/// The normalization of transforms: which of the forward and the backward transform divides by the number of points N.
/// With the same normalization, the backward transform is the inverse of the forward transform.
public enum FourierNorm: String, Sendable, Hashable, CaseIterable {
    /// The backward transform divides by N. This is the default.
    case backward
    /// Both transforms divide by √N. The result of a complex transform then has the same sum of squared magnitudes as
    /// the input.
    case ortho
    /// The forward transform divides by N.
    case forward

    /// Returns the factor of a transform of `count` points in a direction.
    func scale(_ direction: Direction, count: Int) -> Double {
        switch (self, direction) {
        case (.ortho, _): 1 / Double(count).squareRoot()
        case (.backward, .backward), (.forward, .forward): 1 / Double(count)
        default: 1
        }
    }
}

/// The direction of a transform of n points: the factor between input j and output k is e^(−2πi·jk/n) for `forward`,
/// and e^(+2πi·jk/n) for `backward`.
enum Direction {
    case forward, backward

    var opposite: Direction { self == .forward ? .backward : .forward }
}
