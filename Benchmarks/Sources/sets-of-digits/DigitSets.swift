import SynaNN

/// Sets of images of digits. The label of a set tells which digits occur in the set.
struct DigitSets {
    /// The pixels of the images, from 0 to 1: `[sets, instances, 784]`. The images after the end of a set are black.
    let images: Tensor<Float>
    /// True for the images that belong to a set, `[sets, instances]`.
    let mask: Tensor<Bool>
    /// 1 for each digit that occurs in a set, and 0 for the others: `[sets, 10]`.
    let labels: Tensor<Float>

    var count: Int { images.shape[0] }

    /// Returns the sets at the given positions.
    func selected(_ positions: [Int]) -> DigitSets {
        let positions = Tensor<Int>(positions)
        return DigitSets(
            images: images.gathered(at: positions), mask: mask.gathered(at: positions),
            labels: labels.gathered(at: positions))
    }
}

/// The number of images in a set, which is uniform in this range.
let sizes: ClosedRange<Int> = 3 ... 6

extension LabeledImages {
    /// Draws sets of images, without replacement while there are enough images in `range`.
    func sets(_ count: Int, from range: Range<Int>, using generator: inout PhiloxGenerator) -> DigitSets {
        var order: [Int] = []
        func next(_ generator: inout PhiloxGenerator) -> Int {
            if order.isEmpty { order = range.shuffled(using: &generator) }
            return order.removeLast()
        }
        let most: Int = sizes.upperBound
        var (pixels, labels): ([Float], [Float]) = ([], [Float](repeating: 0, count: count * 10))
        var mask: [Bool] = []
        for set in 0 ..< count {
            let size = Int.random(in: sizes, using: &generator)
            for place in 0 ..< most {
                mask.append(place < size)
                guard place < size else {
                    pixels += [Float](repeating: 0, count: shape.count)
                    continue
                }
                let index: Int = next(&generator)
                pixels += self.pixels(of: index).map { Float($0) / 255 }
                labels[set * 10 + self.labels[index]] = 1
            }
        }
        return DigitSets(
            images: Tensor(pixels, shape: [count, most, shape.count]), mask: Tensor(mask, shape: [count, most]),
            labels: Tensor(labels, shape: [count, 10]))
    }

    /// The images, each as a set of a single image.
    var singleImages: DigitSets {
        let pixels: [Float] = pixels.map { Float($0) / 255 }
        return DigitSets(
            images: Tensor(pixels, shape: [count, 1, shape.count]), mask: Tensor(repeating: true, shape: [count, 1]),
            labels: Tensor(labels.flatMap { label in (0 ..< 10).map { $0 == label ? 1 : 0 } }, shape: [count, 10]))
    }
}
