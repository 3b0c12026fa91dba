import Tensors
import Testing

/// The number of true elements is correct at the lengths where the kernel changes from one loop to another, and in
/// every memory layout.
@Suite struct TensorCountTests {
    @Test(arguments: [0, 1, 63, 64, 65, 127, 255 * 64 - 1, 255 * 64, 255 * 64 + 1, 3 * 255 * 64 + 70])
    func theyEqualThoseOfAnArray(count: Int) {
        let flags: [Bool] = (0 ..< count).map { $0 % 3 != 1 && $0 % 7 != 2 }
        let expected: Int = flags.filter { $0 }.count
        let x = Tensor<Bool>(flags)
        #expect(x.countTrue() == expected && (!x).countTrue() == count - expected)
        #expect(Tensor<Bool>(repeating: true, shape: [count]).countTrue() == count)
        #expect(Tensor<Bool>(repeating: true, shape: [count]).all() && x.any() == (expected > 0))
    }

    @Test func theyDoNotDependOnTheLayout() {
        let flags: [Bool] = (0 ..< 2 * 30 * 71).map { $0 % 5 < 2 }
        let x = Tensor<Bool>(flags, shape: [2, 30, 71])
        let expected: Int = flags.filter { $0 }.count
        #expect(x.permuted([2, 0, 1]).countTrue() == expected && x.flipped(axes: [1]).countTrue() == expected)
        #expect(x[0].countTrue() + x[1].countTrue() == expected)
        let part: Tensor<Bool> = x[.all, .all, 3 ..< 9].permuted([1, 2, 0])
        #expect(part.countTrue() == part.scalars.filter { $0 }.count)
    }

    @Test(arguments: [1, 15, 16, 127, 128, 129, 511, 512, 513, 1300])
    func aSingleElementIsFoundInEveryPlace(count: Int) {
        #expect(!Tensor<Bool>(repeating: false, shape: [count]).any())
        #expect(Tensor<Bool>(repeating: true, shape: [count]).all())
        for place in stride(from: 0, to: count, by: count > 600 ? 7 : 1) {
            var flags = [Bool](repeating: false, count: count)
            flags[place] = true
            let x = Tensor<Bool>(flags)
            #expect(x.any() && !(!x).all() && x.countTrue() == 1 && x.all() == (count == 1), "place \(place)")
        }
        let none = Tensor<Bool>(zeros: 0)
        #expect(none.all() && !none.any() && none.countTrue() == 0)
    }
}

extension Tensor<Bool> {
    fileprivate init(zeros count: Int) { self.init(repeating: false, shape: [count]) }
}
