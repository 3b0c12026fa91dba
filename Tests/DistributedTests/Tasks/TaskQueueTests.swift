import Testing

@testable import Distributed

@Suite struct TaskQueueTests {
    @Test func tasksBeginInOrder() {
        var queue = TaskQueue<String>(count: 3)
        #expect([queue.next(), queue.next(), queue.next(), queue.next()] == [0, 1, 2, nil])
    }

    @Test func resultsLeaveInTheOrderOfTheTasks() {
        var queue = TaskQueue<String>(count: 3)
        queue.add("c", of: 2)
        #expect(queue.takeFirst() == nil)
        queue.add("a", of: 0)
        #expect(queue.takeFirst()?.result == "a")
        #expect(queue.takeFirst() == nil)
        queue.add("b", of: 1)
        #expect(queue.takeFirst()?.task == 1)
        #expect(queue.takeFirst()?.result == "c")
        #expect(queue.takeFirst() == nil)
    }
}
