import Tensors
import TestSupport
import Testing

/// Tensors of 16 bits have shapes, views, indexing, joining, equality and printing.
@Suite struct HalfScalarTests {
    private func check<Half: HalfScalar>(_ type: Half.Type) {
        let numbers: Tensor<Float> = Tensor<Float>(from: 0, to: 24).reshaped(to: [2, 3, 4]) / 2
        let half = Tensor<Half>(numbers)
        func expectEqual(_ result: Tensor<Half>, _ expected: Tensor<Float>, line: Int = #line) {
            #expect(result.shape == expected.shape && Tensor<Float>(result) == expected, "line \(line)")
        }
        expectEqual(half.reshaped(to: [4, 6]), numbers.reshaped(to: [4, 6]))
        expectEqual(half.permuted([2, 0, 1]), numbers.permuted([2, 0, 1]))
        expectEqual(half.transposed().reshaped(to: [24]), numbers.transposed().reshaped(to: [24]))
        expectEqual(half[1, .all, .stride(by: -2)], numbers[1, .all, .stride(by: -2)])
        expectEqual(half[Tensor([1, 0, 1])], numbers[Tensor([1, 0, 1])])
        expectEqual(half.gathered(at: Tensor([3, 0]), axis: 2), numbers.gathered(at: Tensor([3, 0]), axis: 2))
        expectEqual(half[0].broadcast(to: [5, 3, 4]), numbers[0].broadcast(to: [5, 3, 4]))
        expectEqual(half.flipped(), numbers.flipped())
        expectEqual(half.rolled(by: 1, axis: 1), numbers.rolled(by: 1, axis: 1))
        expectEqual(half.repeated(2, axis: 0), numbers.repeated(2, axis: 0))
        expectEqual(
            Tensor(concatenating: [half, half], axis: 1), Tensor<Float>(concatenating: [numbers, numbers], axis: 1))
        expectEqual(Tensor(stacking: [half, half]), Tensor<Float>(stacking: [numbers, numbers]))
        let mask: Tensor<Bool> = numbers .> 3
        expectEqual(
            select(mask, half, Tensor<Half>(repeating: Half(Float(-1)), shape: [])), select(mask, numbers, Tensor(-1)))
        expectEqual(half[mask], numbers[mask])
        var (changed, copy) = (half, numbers)
        changed[.all, 1] = Tensor(repeating: Half(Float(7)), shape: [])
        copy[.all, 1] = Tensor(7)
        expectEqual(changed, copy)
        #expect(changed != half && half == half)
        for arrangement in MemoryArrangement.allCases { #expect(half.arranged(arrangement) == half, "\(arrangement)") }
        #expect(half[0, 0].description == "[0.  0.5 1.  1.5]")
    }

    @Test func movingElementsKeepsThem() {
        check(Float16.self)
        check(BFloat16.self)
    }

    @Test func printingShowsTheDigitsThatIdentifyTheNumber() {
        #expect(Tensor<Float16>([0.1, 1 / 3, 100]).description == "[  0.1      0.3333 100.    ]")
        #expect(Tensor<BFloat16>([0.1, 0.334, 100]).description == "[  0.1     0.334 100.   ]")
        #expect(
            Tensor<BFloat16>([.nan, .infinity, BFloat16(-Float.infinity), 3]).description == "[ nan  inf -inf   3.]")
        #expect(Tensor<Float16>([65504, 1]).description == "[6.55e+04 1.00e+00]")
        #expect(Tensor<Float16>([0.015625]).description == "[0.01563]")
        #expect(Tensor<Float16>(0.1).description == "0.1")
        #expect(Tensor<BFloat16>(0.1).debugDescription == "Tensor<BFloat16>, shape []: 0.1")
    }
}
