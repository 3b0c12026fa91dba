extension Shape {
    /// Returns the shape that both shapes broadcast to, by NumPy's rule; `nil` if they do not match.
    ///
    /// Axes are matched from the last. Two lengths match if they are equal, or if one of them is 1 or missing.
    public static func broadcast(_ first: Shape, _ second: Shape) -> Shape? {
        if first == second { return first }
        let rank: Int = Swift.max(first.rank, second.rank)
        var result = [Int](repeating: 1, count: rank)
        for position in 1 ... Swift.max(rank, 1) where rank > 0 {
            let a: Int = position <= first.rank ? first.dimensions[first.rank - position] : 1
            let b: Int = position <= second.rank ? second.dimensions[second.rank - position] : 1
            guard a == b || a == 1 || b == 1 else { return nil }
            result[rank - position] = a == 1 ? b : a
        }
        return Shape(result)
    }

    /// Returns the shape that both shapes broadcast to. Traps with the operation's name if they do not match.
    static func broadcast(_ first: Shape, _ second: Shape, for operation: String) -> Shape {
        guard let shape = broadcast(first, second) else {
            fatalError("\(operation): shapes do not broadcast: \(first) and \(second)")
        }
        return shape
    }

    /// Returns the axes of `target` along which broadcasting to `target` repeats an array of this shape.
    func broadcastAxes(to target: Shape) -> [Int] {
        let offset: Int = target.rank - rank
        return (0 ..< target.rank).filter { axis in
            axis < offset || (dimensions[axis - offset] == 1 && target.dimensions[axis] != 1)
        }
    }
}
