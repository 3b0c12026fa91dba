import Tensors
import Testing

@Suite struct TensorIndexTests {
    /// Steps and bounds near the limits of `Int` select the same elements as in Python, whose integers have no limits.
    @Test func slicesAcceptEveryInteger() {
        let x = Tensor<Int>(from: 0, to: 5)
        let extremes: [Int?] = [nil, .min, .min + 1, -6, -1, 0, 3, 5, 6, .max - 1, .max]
        for from in extremes {
            for to in extremes {
                for step in [Int.min, .min + 1, -7, -2, 2, 7, .max - 1, .max] {
                    func near(_ bound: Int?) -> Int? { bound.map { min(max($0, -100), 100) } }
                    let expected: [Int] = x[.stride(from: near(from), to: near(to), by: min(max(step, -100), 100))]
                        .scalars
                    let index: TensorIndex = .stride(from: from, to: to, by: step)
                    #expect(x[index].scalars == expected, "from \(from ?? 999) to \(to ?? 999) by \(step)")
                }
            }
        }
        #expect(x[3 ... Int.max].scalars == [3, 4] && x[...Int.max].scalars == x.scalars && x[Int.max...].count == 0)
        #expect(x[(Int.min + 1)...].scalars == x.scalars && x[..<Int.max].scalars == x.scalars)
    }

    @Test func rangesReadAsSwift() {
        let a = Tensor<Int>(Array(0 ..< 6))
        #expect(a[1 ..< 3].scalars == [1, 2])
        #expect(a[1 ... 3].scalars == [1, 2, 3])
        #expect(a[(-2)...].scalars == [4, 5])
        #expect(a[..<(-1)].scalars == [0, 1, 2, 3, 4])
        #expect(a[...(-1)].scalars == [0, 1, 2, 3, 4, 5])
        #expect(a[-1].scalar == 5)
        #expect(a[4 ..< 100].scalars == [4, 5])
        #expect(a[.stride(by: -2)].scalars == [5, 3, 1])
    }
}
