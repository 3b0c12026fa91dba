extension Shape {
    /// Returns the shape to which `first` and `second` broadcast by NumPy's rule, or `nil` if the shapes do not match.
    ///
    /// The axes are compared from the last to the first. Two lengths match if they are equal, if at least one of them
    /// is 1, or if a shape has no such axis.
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

    /// Returns the shape to which `first` and `second` broadcast. Traps if the shapes do not broadcast; the message
    /// starts with `operation`.
    static func broadcast(_ first: Shape, _ second: Shape, for operation: String) -> Shape {
        guard let shape = broadcast(first, second) else {
            fatalError("\(operation): shapes do not broadcast: \(first) and \(second)")
        }
        return shape
    }

    /// Returns the axes of `target` along which broadcasting to `target` repeats an array of this shape. This shape
    /// must broadcast to `target`.
    func broadcastAxes(to target: Shape) -> [Int] {
        let offset: Int = target.rank - rank
        return (0 ..< target.rank).filter { axis in
            axis < offset || (dimensions[axis - offset] == 1 && target.dimensions[axis] != 1)
        }
    }
}
