import Tensors

/// A cache of the plans that were used most recently.
///
/// Planning takes from 0.1 ms to 0.1 s, often longer than the transform.
package final class PlanCache: Sendable {
    package static let shared = PlanCache(capacity: 512, pointCapacity: 1 << 23)

    /// The maximum number of plans in the cache.
    package let capacity: Int
    /// The maximum sum of the lengths of the plans in the cache, in points. The tables of a plan take up to about 32
    /// bytes per point. A single plan may exceed this maximum.
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

    /// Returns the plan for a key from the cache, or creates the plan. Traps if FFTW cannot create a plan. A plan that
    /// is removed from the cache exists until its last transform ends.
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

    /// Removes the least recently used plans until the cache is within its limits, but keeps at least one plan.
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
