import CZlib
import SynaNN

extension MNIST {
    /// Tells these digits from others: their numbers, and the CRC-32 of all pixels and labels.
    var identity: String {
        let sums: [UInt] = [train.pixels, train.labels, test.pixels, test.labels].map { bytes in
            bytes.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
        }
        // The sum of the sums: one number is enough to notice other files.
        let whole: UInt = sums.map { UInt64($0).littleEndian }.withUnsafeBytes {
            crc32_z(0, $0.bindMemory(to: UInt8.self).baseAddress, $0.count)
        }
        return "\(train.count)+\(test.count):" + String(whole, radix: 16)
    }
}
