import Tensors

/// The plans that were used last.
///
/// Planning takes from 0.1 ms to 0.1 s, often longer than the transform.
package final class PlanCache: Sendable {
    package static let shared = PlanCache(capacity: 512, pointCapacity: 1 << 23)

    /// The most plans that are kept.
    package let capacity: Int
    /// The most points that all plans together have: a plan's tables take up to about 32 bytes a point.
    package let pointCapacity: Int

    private struct Entry: Sendable {
        let plan: Plan
        var lastUse: Int
    }

    private struct State: Sendable {
        var entries: [PlanKey: Entry] = [:]
        var clock = 0
        var points = 0
    }

    private let state = LockedState(State())

    package init(capacity: Int, pointCapacity: Int) {
        (self.capacity, self.pointCapacity) = (capacity, pointCapacity)
    }

    /// The plan for a key, from the cache or new. An evicted plan lives until its last transform is done.
    package func plan(_ key: PlanKey) -> Plan {
        state.withLock { state in
            state.clock += 1
            if var entry = state.entries[key] {
                entry.lastUse = state.clock
                state.entries[key] = entry
                return entry.plan
            }
            let plan = Plan(key)
            state.entries[key] = Entry(plan: plan, lastUse: state.clock)
            state.points += key.length
            evict(from: &state)
            return plan
        }
    }

    /// Removes the plans that were used longest ago, but never the last one.
    private func evict(from state: inout State) {
        while state.entries.count > 1, state.entries.count > capacity || state.points > pointCapacity {
            guard let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return }
            state.entries[oldest.key] = nil
            state.points -= oldest.key.length
        }
    }

    /// The number of plans in the cache.
    package var count: Int { state.withLock { $0.entries.count } }
}
