/// The tasks that no rank has begun, and the results that wait for those of earlier tasks.
struct TaskQueue<Result> {
    private let count: Int
    private var begun = 0
    private var received = 0
    private var results: [Int: Result] = [:]

    init(count: Int) { self.count = count }

    /// Returns the next task that no rank has begun; nil if there is none.
    mutating func next() -> Int? {
        guard begun < count else { return nil }
        defer { begun += 1 }
        return begun
    }

    /// Adds the result of a task.
    mutating func add(_ result: Result, of task: Int) { results[task] = result }

    /// Removes and returns the result of the first task whose result has not been taken; nil if it is not here.
    mutating func takeFirst() -> (task: Int, result: Result)? {
        guard let result = results.removeValue(forKey: received) else { return nil }
        defer { received += 1 }
        return (received, result)
    }
}
