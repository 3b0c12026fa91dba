internal import Training

/// The buckets in which gradients travel: neighbouring tensors of one type that are sent together.
///
/// A bucket holds tensors in descending order of their indices, because the backward pass finishes the last parameters
/// first. The loss, which is final after all gradients, is not in a bucket.
struct GradientBuckets: Sendable, Hashable {
    struct Bucket: Sendable, Hashable {
        let scalarSize: Int
        /// The indices of the tensors.
        var indices: [Int] = []
        /// The position of the first element of each tensor.
        var starts: [Int] = []
        /// The number of elements of all tensors.
        var count = 0
    }

    let buckets: [Bucket]
    /// The bucket of each tensor; nil for a tensor that is not summed.
    let bucketOfTensor: [Int?]
    /// The position of each tensor in its bucket.
    let startOfTensor: [Int]

    /// Divides gradients into buckets. A bucket ends as soon as it has `bytes` bytes.
    init(_ gradients: [GradientSize], bytes: Int) {
        var buckets: [Bucket] = []
        for index in gradients.indices.reversed() where gradients[index].count > 0 {
            let size: GradientSize = gradients[index]
            let isOpen: Bool =
                buckets.last.map { $0.scalarSize == size.scalarSize && $0.count * $0.scalarSize < bytes } ?? false
            if !isOpen { buckets.append(Bucket(scalarSize: size.scalarSize)) }
            let place: Int = buckets.count - 1
            buckets[place].indices.append(index)
            buckets[place].starts.append(buckets[place].count)
            buckets[place].count += size.count
        }
        var (owners, starts): ([Int?], [Int]) = (gradients.map { _ in nil }, gradients.map { _ in 0 })
        for (number, bucket) in buckets.enumerated() {
            for (index, start) in zip(bucket.indices, bucket.starts) {
                (owners[index], starts[index]) = (number, start)
            }
        }
        (self.buckets, bucketOfTensor, startOfTensor) = (buckets, owners, starts)
    }
}
