import Datasets

/// Data without samples.
struct NoData<Batch>: DataSource {
    var count: Int { 0 }
    func batch(_ indices: ArraySlice<Int>) -> Batch { fatalError("NoData: there are no samples") }
}
