import Tensors

/// The plans that were used last.
///
/// Planning takes from 0.1 ms to 0.1 s, often longer than the transform. FFTW's planner is not thread-safe, so plans
/// are made and freed under the cache's lock. Another module of the process that calls FFTW itself must not plan at the
/// same time.
package final class PlanCache: Sendable {
    package static let shared = PlanCache(capacity: 512, pointCapacity: 1 << 23)

    /// The most plans that are kept.
    package let capacity: Int
    /// The most points that all plans together have: a plan's tables take up to about 32 bytes a point.
    package let pointCapacity: Int

    private struct Entry: Sendable {
        let plan: PlanHandle
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

    /// The plan for a key, from the cache or new.
    package func plan(_ key: PlanKey) -> PlanHandle {
        let (handle, _): (PlanHandle, [PlanHandle]) = state.withLock { state in
            state.clock += 1
            if var entry = state.entries[key] {
                entry.lastUse = state.clock
                state.entries[key] = entry
                return (entry.plan, [])
            }
            let handle = PlanHandle(Plan(key), self)
            state.entries[key] = Entry(plan: handle, lastUse: state.clock)
            state.points += key.length
            return (handle, evicting(&state))
        }
        return handle
    }

    /// Removes the plans that were used longest ago. They are returned, because the last reference to a plan takes the
    /// lock to free it and must not end while the lock is held.
    private func evicting(_ state: inout State) -> [PlanHandle] {
        var evicted: [PlanHandle] = []
        while state.entries.count > 1, state.entries.count > capacity || state.points > pointCapacity {
            guard let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse }) else { break }
            state.entries[oldest.key] = nil
            state.points -= oldest.key.length
            evicted.append(oldest.value.plan)
        }
        return evicted
    }

    /// The number of plans in the cache.
    package var count: Int { state.withLock { $0.entries.count } }

    fileprivate func destroy(_ plan: Plan) { state.withLock { _ in plan.destroy() } }
}

/// A reference to a cached plan. The last one frees it, so an evicted plan lives until its transform is done.
package final class PlanHandle: Sendable {
    private let plan: Plan
    private let cache: PlanCache

    fileprivate init(_ plan: Plan, _ cache: PlanCache) { (self.plan, self.cache) = (plan, cache) }

    package func execute(_ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer) { plan.execute(from, to) }

    deinit { cache.destroy(plan) }
}
