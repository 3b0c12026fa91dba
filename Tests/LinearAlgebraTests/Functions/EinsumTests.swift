import ComplexModule
import Differentiation
import LinearAlgebra
import Tensors
import TestSupport
import Testing

@Suite struct EinsumTests {
    /// Returns the Einstein sum, computed by definition, with a loop over all values of all index names.
    private func byLoops(_ expression: String, _ operands: [Tensor<Double>]) -> Tensor<Double> {
        let sides: [String] = expression.components("->")
        let inputs: [[Character]] = sides[0].components(",").map { Array($0) }
        let output: [Character] = Array(sides[1])
        var lengths: [Character: Int] = [:]
        for (names, operand) in zip(inputs, operands) {
            for (axis, name) in names.enumerated() { lengths[name] = operand.shape[axis] }
        }
        let names: [Character] = output + Set(inputs.joined()).subtracting(output).sorted()
        let shape = Shape(output.map { lengths[$0] ?? 0 })
        var values = [Double](repeating: 0, count: shape.elementCount)
        func position(_ axes: [Character], _ place: [Character: Int]) -> Int {
            axes.reduce(0) { $0 * (lengths[$1] ?? 0) + (place[$1] ?? 0) }
        }
        func walk(_ depth: Int, _ place: [Character: Int]) {
            if depth == names.count {
                let product: Double = zip(inputs, operands).reduce(1) { product, pair in
                    product * pair.1.scalars[position(pair.0, place)]
                }
                values[position(output, place)] += product
                return
            }
            for index in 0 ..< (lengths[names[depth]] ?? 0) {
                walk(depth + 1, place.merging([names[depth]: index]) { $1 })
            }
        }
        walk(0, [:])
        return Tensor(values, shape: shape)
    }

    static let expressions: [(String, [[Int]])] = [
        ("ij,jk->ik", [[2, 3], [3, 4]]), ("ij,kj->ki", [[2, 3], [4, 3]]), ("bij,bjk->bik", [[2, 3, 4], [2, 4, 2]]),
        ("i,j->ij", [[2], [3]]), ("ii->i", [[3, 3]]), ("ii->", [[3, 3]]), ("ij->ji", [[2, 3]]), ("ij->", [[2, 3]]),
        ("ij->j", [[2, 3]]), ("i,i->", [[4], [4]]), ("ij,ij->ij", [[2, 3], [2, 3]]),
        ("ijk,jil->kl", [[2, 3, 4], [3, 2, 2]]),
        ("ij,jk,kl->il", [[2, 3], [3, 4], [4, 2]]), ("ij,jk,ki->", [[2, 3], [3, 4], [4, 2]]),
        ("iij,jk->ik", [[2, 2, 3], [3, 2]]), ("bi,i->b", [[2, 3], [3]]), ("ab,cd->dacb", [[2, 1], [3, 2]]),
        ("ij,k->i", [[2, 3], [2]]), ("i,,j->ij", [[2], [], [3]]), ("iii->i", [[2, 2, 2]]),
        ("ij,jk->ik", [[2, 0], [0, 3]]),
        ("bhqd,bhkd->bhqk", [[2, 2, 3, 2], [2, 2, 4, 2]]),
    ]

    @Test(arguments: expressions) func sumsAgreeWithLoops(expression: String, shapes: [[Int]]) {
        let operands: [Tensor<Double>] = shapes.enumerated().map { numbers(Shape($0.element), seed: $0.offset) }
        let result: Tensor<Double> = evaluate(expression, operands)
        #expect(difference(result, byLoops(expression, operands), tolerance: 1e-13) == nil)
        if operands.allSatisfy({ $0.count > 0 }) {
            #expect(problems(of: { evaluate(expression, $0) }, at: operands) == [], "\(expression)")
        }
    }

    private func evaluate(_ expression: String, _ operands: [Tensor<Double>]) -> Tensor<Double> {
        switch operands.count {
        case 1: einsum(expression, operands[0])
        case 2: einsum(expression, operands[0], operands[1])
        default: einsum(expression, operands[0], operands[1], operands[2])
        }
    }

    @Test func withoutAnArrow() {
        let (a, b): (Tensor<Double>, Tensor<Double>) = (numbers([2, 3]), numbers([3, 4], seed: 1))
        #expect(einsum("ij,jk", a, b) == matmul(a, b))
        #expect(einsum("ba", a) == a.transposed())
        let trace: Tensor<Double> = einsum("ii", Tensor([[1, 2], [3, 4]]))
        #expect(trace.scalar == 5)
    }

    /// The row-wise dot products of untracked tensors agree with the definition, for every memory layout.
    @Test func rowsTimesRows() {
        for (expression, shape) in [("ij,ij->i", [5, 37]), ("ji,ji->i", [37, 5]), ("bij,bij->b", [3, 4, 9])] {
            let operands: [Tensor<Double>] = [numbers(Shape(shape)), numbers(Shape(shape), seed: 1)]
            let expected: Tensor<Double> = byLoops(expression, operands)
            for arrangement in MemoryArrangement.allCases {
                let arranged: [Tensor<Double>] = operands.map { $0.arranged(arrangement) }
                let found: Tensor<Double> = evaluate(expression, arranged)
                #expect(difference(found, expected, tolerance: 1e-13) == nil, "\(expression) \(arrangement)")
                let mixed: Tensor<Double> = evaluate(expression, [arranged[0], operands[1]])
                #expect(difference(mixed, expected, tolerance: 1e-13) == nil, "\(expression) \(arrangement)")
            }
        }
        let (a, b): (Tensor<Float>, Tensor<Float>) = (numbers([70, 1001]), numbers([70, 1001], seed: 1))
        #expect(difference(einsum("ij,ij->i", a, b), (a * b).sum(axis: 1), tolerance: 1e-4) == nil)
    }

    /// Names may be any letters, and spaces have no meaning.
    @Test func namesAreLetters() {
        let (a, b): (Tensor<Double>, Tensor<Double>) = (numbers([2, 3]), numbers([3, 4], seed: 1))
        for expression in ["αβ,βγ->αγ", "iβ, βk -> ik", "Ij,jK->IK", "éj,jô->éô", "βa,az", " ij , jk "] {
            let product: Tensor<Double> = matmul(a, b)
            let found: Tensor<Double> = einsum(expression, a, b)
            #expect(found == (expression == "βa,az" ? product.transposed() : product), "\(expression)")
        }
    }

    @Test func complexOperands() {
        let (a, b): (Tensor<Complex<Float>>, Tensor<Complex<Float>>) = (numbers([2, 3]), numbers([3, 4], seed: 1))
        let product: Tensor<Complex<Float>> = matmul(a, b).transposed()
        #expect(backwardError(einsum("ij, jk -> ki", a, b), product, 3, Complex<Float>.self) < 10)
    }

    @Test func mistakesTrap() async {
        await #expect(processExitsWith: .failure) { _ = einsum("ij,jk->ik", Tensor<Double>(ones: [2, 3])) }
        await #expect(processExitsWith: .failure) {
            _ = einsum("ij,jk->ik", Tensor<Double>(ones: [2, 3]), Tensor<Double>(ones: [2, 3]))
        }
        await #expect(processExitsWith: .failure) { _ = einsum("ij->ijk", Tensor<Double>(ones: [2, 3])) }
        await #expect(processExitsWith: .failure) { _ = einsum("i->i", Tensor<Double>(ones: [2, 3])) }
        await #expect(processExitsWith: .failure) { _ = einsum("ij->ii", Tensor<Double>(ones: [2, 3])) }
        await #expect(processExitsWith: .failure) { _ = einsum("ij-", Tensor<Double>(ones: [2, 3])) }
        await #expect(processExitsWith: .failure) { _ = einsum("i1->i", Tensor<Double>(ones: [2, 3])) }
        await #expect(processExitsWith: .failure) { _ = einsum("i→->i", Tensor<Double>(ones: [2, 3])) }
        await #expect(processExitsWith: .failure) { _ = einsum("ij->ik", Tensor<Double>(ones: [2, 3])) }
        await #expect(processExitsWith: .failure) { _ = einsum("ii->i", Tensor<Double>(ones: [2, 3])) }
        await #expect(processExitsWith: .failure) { _ = einsum("...i->i", Tensor<Double>(ones: [2, 3])) }
    }

    /// Sums over empty axes are 0, and the derivatives have the operands' shapes.
    @Test func emptyAxes() {
        let cases: [(String, Shape, Shape, Shape)] = [
            ("abc,cd->abd", [3, 5, 0], [0, 2], [3, 5, 2]), ("abc,cd->abd", [3, 0, 4], [4, 2], [3, 0, 2]),
            ("bij,bjk->bik", [2, 3, 0], [2, 0, 4], [2, 3, 4]), ("bij,bjk->bik", [0, 3, 2], [0, 2, 4], [0, 3, 4]),
            ("i,j->ij", [0], [3], [0, 3]), ("i,i->", [0], [0], []), ("ij,ij->j", [0, 2], [0, 2], [2]),
            ("ij,k->", [0, 2], [3], []), ("ii,i->i", [0, 0], [0], [0]),
            ("abc,abd->cd", [0, 2, 3], [0, 2, 1], [3, 1]),
        ]
        for (names, first, second, expected) in cases {
            let inputs: [Tensor<Double>] = [Tensor(ones: first), Tensor(ones: second)]
            #expect(einsum(names, inputs[0], inputs[1]) == Tensor(zeros: expected), "\(names), \(first)")
            let derivatives: [Tensor<Double>] = gradient(at: inputs) { einsum(names, $0[0], $0[1]).sum() }
            #expect(derivatives == [Tensor(zeros: first), Tensor(zeros: second)], "\(names), \(first)")
            let complex: Tensor<Complex<Float>> = einsum(names, Tensor(ones: first), Tensor(ones: second))
            #expect(complex == Tensor(zeros: expected), "\(names), \(first)")
        }
    }
}

extension String {
    fileprivate func components(_ separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map { String($0) }
    }
}
