import Tensors
import Testing

@Suite struct StorageTests {
    @Test func memoryIsAligned() {
        for count in [1, 3, 100, 100_000] {
            let address: Int? = Tensor<Float>(zeros: [count]).withUnsafeBuffer {
                $0.baseAddress.map { Int(bitPattern: $0) }
            }
            #expect((address ?? 1) % 64 == 0)
        }
    }
}
