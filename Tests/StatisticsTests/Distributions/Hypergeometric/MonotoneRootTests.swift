import Foundation
import Testing

@testable import Statistics

@Suite struct MonotoneRootTests {
    @Test(arguments: [-100, 0, 1.2, 1e3]) func rootOfACubic(start: Double) {
        let root: Double = rootOfRising(near: start, step: 1, tolerance: 1e-15) { $0 * $0 * $0 - 2 }
        #expect(abs(root - cbrt(2)) < 2e-15)
    }

    /// The search finds a root far from the start. The bracket of the search grows from a thousandth to more than a
    /// million.
    @Test func rootsFarFromTheStart() {
        let root: Double = rootOfRising(near: 0, step: 1e-3, tolerance: 1e-9) { $0 - 1_234_567 }
        #expect(abs(root - 1_234_567) < 2e-9)
        let small: Double = rootOfRising(near: 1, step: 1, tolerance: 0) { $0 - 1e-20 }
        #expect(abs(small / 1e-20 - 1) < 1e-15)
    }

    /// For a function that jumps from negative to positive and has no root, the search returns the position of the
    /// jump.
    @Test func jumps() {
        let root: Double = rootOfRising(near: 0, step: 0.5, tolerance: 1e-13) { $0 < .pi ? -1 : 1 }
        #expect(abs(root - .pi) < 2e-13)
    }

    /// The search finds the root of a flat function in fewer than 200 calls. Interpolation alone would need thousands
    /// of calls.
    @Test func flatFunctions() {
        var calls = 0
        let root: Double = rootOfRising(near: 10, step: 1, tolerance: 1e-6) { x in
            calls += 1
            return pow(x - 3, 19)
        }
        #expect(abs(root - 3) < 2e-6 && calls < 200)
    }

    @Test func startsAtTheRoot() {
        #expect(abs(rootOfRising(near: 0, step: 1, tolerance: 1e-15) { $0 }) <= 1e-15)
    }
}
