import LinearAlgebra
import Tensors

/// A Hessian matrix.
struct Curvature: Sendable {
    /// The number of rows and of columns.
    let count: Int
    /// The elements in row-major order.
    private(set) var elements: [Double]

    init(count: Int) {
        self.count = count
        elements = .init(repeating: 0, count: count * count)
    }

    subscript(_ row: Int, _ column: Int) -> Double {
        get { elements[row * count + column] }
        set { elements[row * count + column] = newValue }
    }

    /// Adds a matrix to a part of the matrix, and its transpose to the transposed part.
    mutating func add(_ product: Tensor<Double>, rows: Range<Int>, columns: Range<Int>) {
        let values: [Double] = product.scalars
        for (place, row) in rows.enumerated() {
            for (offset, column) in columns.enumerated() {
                self[row, column] = values[place * columns.count + offset]
                self[column, row] = values[place * columns.count + offset]
            }
        }
    }

    /// Returns the solution x of the equations H·x = b that belong to the coefficients `chosen`. The result has an
    /// element for each of `chosen`. If H is singular there, the function adds a multiple of the diagonal. Returns nil
    /// if H has elements that are not finite.
    func solution(_ right: [Double], for chosen: [Int]) -> [Double]? {
        if chosen.isEmpty { return [] }
        let size: Int = chosen.count
        var damping = 0.0
        while damping < 1e6 {
            var matrix: [Double] = []
            matrix.reserveCapacity(size * size)
            for row in chosen { for column in chosen { matrix.append(self[row, column]) } }
            if damping > 0 {
                let greatest: Double = chosen.reduce(0.0) { max($0, abs(self[$1, $1])) }
                for place in 0 ..< size {
                    let diagonal: Double = abs(matrix[place * size + place])
                    matrix[place * size + place] += damping * max(diagonal, 1e-12 * greatest, .leastNormalMagnitude)
                }
            }
            do {
                return try solvePositiveDefinite(
                    Tensor(matrix).reshaped(to: [size, size]), Tensor(chosen.map { right[$0] })
                ).scalars
            } catch LinearAlgebraError.notPositiveDefinite {
                damping = max(1e-11, damping * 10)
            } catch {
                return nil
            }
        }
        return nil
    }

    /// Returns the inverse of the part of H that belongs to the coefficients `chosen`, or nil if this part is not
    /// positive definite.
    func inverse(for chosen: [Int]) -> Tensor<Double>? {
        let size: Int = chosen.count
        if size == 0 { return Tensor(zeros: [0, 0]) }
        let matrix: [Double] = chosen.flatMap { row in chosen.map { self[row, $0] } }
        return try? solvePositiveDefinite(Tensor(matrix).reshaped(to: [size, size]), Tensor(identity: size))
    }
}

extension Curvature {
    /// Returns the minimum of the quadratic function with the given gradient and this Hessian matrix at `point`: the
    /// target of a Newton step. With `isBounded`, the minimum among points whose coordinates are at least 0. The
    /// coordinates `fixed` keep their values. Returns nil if the matrix has elements that are not finite.
    ///
    /// For the bounds, the function uses the active-set method of Lawson and Hanson (Solving Least Squares Problems,
    /// 1974, chapter 23), which starts from the coordinates of `point` that are not 0.
    func minimum(gradient: [Double], around point: [Double], isBounded: Bool, fixed: Set<Int>) -> [Double]? {
        if !isBounded {
            let chosen: [Int] = (0 ..< count).filter { !fixed.contains($0) }
            guard let step = solution(gradient.map { -$0 }, for: chosen) else { return nil }
            var target: [Double] = point
            for (place, coordinate) in chosen.enumerated() { target[coordinate] += step[place] }
            return target
        }
        var search = ActiveSet(self, gradient: gradient, around: point, fixed: fixed)
        return search.minimum()
    }
}

/// The search for the minimum of a quadratic function with bounds.
private struct ActiveSet {
    private let hessian: Curvature
    private let gradient: [Double]
    private let start: [Double]
    private let fixed: Set<Int>
    private var point: [Double]
    /// Whether a coordinate is free, which means that it is not held at its bound.
    private var isFree: [Bool]

    init(_ hessian: Curvature, gradient: [Double], around start: [Double], fixed: Set<Int>) {
        (self.hessian, self.gradient, self.start, self.fixed) = (hessian, gradient, start, fixed)
        point = start
        isFree = start.indices.map { start[$0] > 0 && !fixed.contains($0) }
    }

    mutating func minimum() -> [Double]? {
        for _ in 0 ..< 3 * hessian.count + 10 {
            guard solveFree() else { return nil }
            guard let next = mostImproving() else { return point }
            isFree[next] = true
        }
        return point
    }

    /// Moves to the minimum over the free coordinates. A coordinate that would become negative is held at 0. Returns
    /// false if the matrix has elements that are not finite.
    private mutating func solveFree() -> Bool {
        while true {
            let free: [Int] = isFree.indices.filter { isFree[$0] }
            if free.isEmpty { return true }
            let slopes: [Double] = slopes()
            guard let step = hessian.solution(slopes.map { -$0 }, for: free) else { return false }
            var length = 1.0
            for (place, coordinate) in free.enumerated() where point[coordinate] + step[place] <= 0 {
                length = min(length, point[coordinate] / -step[place])
            }
            for (place, coordinate) in free.enumerated() {
                let reached: Double = point[coordinate] + step[place]
                let isBlocking: Bool = reached <= 0 && point[coordinate] / -step[place] <= length
                point[coordinate] = isBlocking ? 0 : max(0, point[coordinate] + length * step[place])
                if isBlocking { isFree[coordinate] = false }
            }
            if length == 1, free.allSatisfy({ isFree[$0] }) { return true }
        }
    }

    /// Returns the slope of the quadratic function in each coordinate at the point.
    private func slopes() -> [Double] {
        let moved: [Int] = point.indices.filter { point[$0] != start[$0] }
        return point.indices.map { row in
            moved.reduce(gradient[row]) { $0 + hessian[row, $1] * (point[$1] - start[$1]) }
        }
    }

    /// Returns the held coordinate whose release decreases the function most, or nil if no release decreases it by more
    /// than 1e-15.
    private func mostImproving() -> Int? {
        let slopes: [Double] = slopes()
        var best: (coordinate: Int, gain: Double)?
        for coordinate in point.indices where !isFree[coordinate] && !fixed.contains(coordinate) {
            let (slope, diagonal): (Double, Double) = (slopes[coordinate], hessian[coordinate, coordinate])
            guard slope < 0, diagonal > 0 else { continue }
            let gain: Double = slope * slope / (2 * diagonal)
            if gain > max(1e-15, best?.gain ?? 0) { best = (coordinate, gain) }
        }
        return best?.coordinate
    }
}
