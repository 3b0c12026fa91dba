import Files
import SynaNN

extension ImageDataset {
    /// A text that identifies the images: the numbers of training and test images, and a CRC-32 of pixels and labels. Of
    /// pictures in files, only a hundred enter the CRC-32, because reading all of them takes long.
    ///
    /// - Throws: `DatasetError` if a picture cannot be read.
    func identity() throws -> String {
        var sums: [UInt32] = []
        for images in [train, test] {
            let step: Int = images.isInMemory ? 1 : max(1, images.count / 100)
            var pixels: [UInt8] = []
            for index in stride(from: 0, to: images.count, by: step) { pixels += try images.pixels(of: index) }
            let labels: [UInt8] =
                images.classCount <= 256
                ? images.labels.map { UInt8($0) }
                : images.labels.flatMap { label in (0 ..< 4).map { UInt8(truncatingIfNeeded: label >> (8 * $0)) } }
            sums += [pixels, labels].map { bytes in bytes.withUnsafeBytes { CRC32.checksum($0) } }
        }
        // The CRC-32 of the four checksums changes if one of the four arrays changes.
        let whole: UInt32 = sums.map { UInt64($0).littleEndian }.withUnsafeBytes { CRC32.checksum($0) }
        return "\(train.count)+\(test.count):" + String(whole, radix: 16)
    }
}
