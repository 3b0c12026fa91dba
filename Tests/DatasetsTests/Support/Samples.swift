import Datasets
import Synchronization
import Tensors

/// A source whose sample i is the number i. The batches record the threads and the order of their preparation.
struct Numbers: DataSource {
    let count: Int
    var batchesAhead = 0
    /// The sample at which `batch` fails; nil if it never fails.
    var damaged: Int?

    struct Damage: Error, Equatable { let index: Int }

    func batch(_ indices: ArraySlice<Int>) throws(Damage) -> [Int] {
        if let damaged, indices.contains(damaged) { throw Damage(index: damaged) }
        return Array(indices)
    }

    func augmented(_ batch: [Int], using generator: inout PhiloxGenerator) -> [Int] {
        batch.map { $0 + 1000 * generator.next(below: 10) }
    }
}
