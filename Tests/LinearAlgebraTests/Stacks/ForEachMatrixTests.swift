import Foundation
import LinearAlgebra
import Synchronization
import Tensors
import TestSupport
import Testing

@Suite struct ForEachMatrixTests {
    private static let isOver = Mutex<Bool>(false)

    /// A matrix product has the same bits whether or not a large factorization runs at the same time. The factorization
    /// uses all of OpenBLAS's threads; the product uses one thread.
    @Test func productsKeepTheirBitsBesideLargeFactorizations() async {
        await #expect(processExitsWith: .success) {
            Parallelism.threadCount = 2
            let a: Tensor<Float> = sample([150, 700])
            let b: Tensor<Float> = sample([700, 150], seed: 1)
            let expected: Tensor<Float> = matmul(a, b)
            let ended = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                let matrix: Tensor<Double> = numbers([300, 300])
                while !Self.isOver.withLock({ $0 }) { _ = try? lu(matrix) }
                ended.signal()
            }
            for _ in 0 ..< 400 { try #require(matmul(a, b) == expected) }
            Self.isOver.withLock { $0 = true }
            ended.wait()
        }
    }
}
