import Foundation
import LinearAlgebra
import Synchronization
import TestSupport
import Tensors
import Testing

@Suite struct ThreadTests {
    /// Large factorizations have all of OpenBLAS's threads. A product beside them has one, as always: its bits stay.
    @Test func productsKeepTheirBitsBesideLargeFactorizations() async {
        await #expect(processExitsWith: .success) {
            Parallelism.threadCount = 2
            let a: Tensor<Float> = sample([150, 700])
            let b: Tensor<Float> = sample([700, 150], seed: 1)
            let expected: Tensor<Float> = matmul(a, b)
            let isOver = Mutex<Bool>(false)
            let ended = DispatchSemaphore(value: 0)
            try withoutActuallyEscaping({ () -> Void in
                let matrix: Tensor<Double> = numbers([300, 300])
                while !isOver.withLock({ $0 }) { _ = try? lu(matrix) }
                ended.signal()
            }) { body in
                nonisolated(unsafe) let body = body
                Thread.detachNewThread { body() }
                for _ in 0 ..< 400 { try #require(matmul(a, b) == expected) }
                isOver.withLock { $0 = true }
                ended.wait()
            }
        }
    }
}
