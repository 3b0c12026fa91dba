/// The parts of a batch that several threads, and perhaps several processes, compute at the same time. Batch
/// normalization combines the statistics of all parts, so that each part is normalized like a part of the whole batch.
///
/// Every part must make the same calls of `reduce` in the same order.
package protocol BatchGroup: Sendable {
    /// Combines the numbers of all parts in an order that does not depend on the number of threads and processes, and
    /// returns the result to every part. Waits until all parts have called the method.
    ///
    /// - Parameters:
    ///   - values: The numbers of the part that the calling thread computes.
    ///   - combine: Returns the numbers of two neighbouring parts together, computed from the numbers of each.
    func reduce(_ values: [Double], by combine: (_ left: [Double], _ right: [Double]) -> [Double]) -> [Double]
}

/// The group to which the batch of the current computation belongs.
package enum BatchGroups {
    @TaskLocal package static var current: (any BatchGroup)?
}

/// Returns the result of `body`. Inside `body`, the batch is a part of a batch that `group` computes. Rethrows the error
/// of `body`.
package func withBatchGroup<Result>(_ group: any BatchGroup, _ body: () throws -> Result) rethrows -> Result {
    try BatchGroups.$current.withValue(group) { try body() }
}
