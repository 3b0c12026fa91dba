/// Which of the two directions of a transform divides by the number of points N, so that one undoes the other.
public enum FourierNorm: String, Sendable, Hashable, CaseIterable {
    /// The backward transform divides by N. The default.
    case backward
    /// Both divide by √N, so that both keep the sum of squares.
    case ortho
    /// The forward transform divides by N.
    case forward

    /// The factor of a transform over `count` points.
    func scale(_ direction: Direction, count: Int) -> Double {
        switch (self, direction) {
        case (.ortho, _): 1 / Double(count).squareRoot()
        case (.backward, .backward), (.forward, .forward): 1 / Double(count)
        default: 1
        }
    }
}

/// The sign of the exponent: forward is e^(−2πi·jk/n), backward e^(+2πi·jk/n), both without a factor.
enum Direction {
    case forward, backward

    var opposite: Direction { self == .forward ? .backward : .forward }
}
