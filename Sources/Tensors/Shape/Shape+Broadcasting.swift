extension Shape {
    /// The shape that both shapes broadcast to, by numpy's rule: axes are matched from the last; lengths must be
    /// equal, or one of them 1 or missing. `nil` where they do not match.
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

    /// The common shape, or a trap that names the operation and both shapes.
    static func broadcast(_ first: Shape, _ second: Shape, for operation: String) -> Shape {
        guard let shape = broadcast(first, second) else {
            fatalError("\(operation): shapes do not broadcast: \(first) and \(second)")
        }
        return shape
    }

    /// The axes of `target` along which an array of this shape is repeated when it is broadcast to `target`.
    func broadcastAxes(to target: Shape) -> [Int] {
        let offset: Int = target.rank - rank
        return (0 ..< target.rank).filter { axis in
            axis < offset || (dimensions[axis - offset] == 1 && target.dimensions[axis] != 1)
        }
    }
}
