import Datasets
import Foundation
import Interchange

/// Pictures and data sets that the tests write.
extension TemporaryDirectory {
    /// Writes a PNG picture of one colour, and returns its path. The folders of the path are created.
    @discardableResult
    func picture(
        _ name: String, width: Int = 8, height: Int = 8, color: PNGImage.Color = .rgb, value: [UInt8] = [10, 20, 30]
    ) throws -> String {
        let file: String = path + "/" + name
        try FileManager.default.createDirectory(
            atPath: URL(fileURLWithPath: file).deletingLastPathComponent().path, withIntermediateDirectories: true)
        let pixels: [UInt8] = (0 ..< width * height).flatMap { _ in value.prefix(color.rawValue) }
        try PNGImage(width: width, height: height, color: color, pixels: pixels).write(to: file)
        return file
    }

    /// Writes `count` records of CIFAR-10 with random pixels, and returns the labels and the pixels.
    @discardableResult
    func cifar(_ name: String, count: Int, seed: UInt8 = 1) throws -> (labels: [Int], pixels: [UInt8]) {
        let labels: [Int] = (0 ..< count).map { $0 % 10 }
        let pixels: [[UInt8]] = (0 ..< count).map { image in
            (0 ..< 3072).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ image &* 31 &+ Int(seed)) }
        }
        try write(zip(labels, pixels).flatMap { [UInt8($0)] + $1 }, to: name)
        return (labels, pixels.flatMap { $0 })
    }
}
