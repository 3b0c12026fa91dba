import Files
import SynaNN

extension MNIST {
    /// A text that identifies the digits: the numbers of training and test images, and a CRC-32 that depends on all
    /// pixels and labels.
    var identity: String {
        let sums: [UInt32] = [train.pixels, train.labels, test.pixels, test.labels].map { bytes in
            bytes.withUnsafeBytes { CRC32.checksum($0) }
        }
        // The CRC-32 of the four checksums changes if one of the four arrays changes.
        let whole: UInt32 = sums.map { UInt64($0).littleEndian }.withUnsafeBytes { CRC32.checksum($0) }
        return "\(train.count)+\(test.count):" + String(whole, radix: 16)
    }
}
