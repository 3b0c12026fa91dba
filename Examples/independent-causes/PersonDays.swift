import Statistics

/// The days on which persons could be infected, with counts of their infectious contacts.
struct PersonDays {
    /// A way in which persons meet.
    struct Grouping {
        let name: String
        /// The only value that counts, or nil for all values.
        let level: String?
        /// The value of each person; nil if it is missing, so that the person meets nobody.
        let values: [String?]
    }

    let latent: Int
    let infectious: (first: Int, last: Int)
    var names: [String?] = []
    var onsets: [Int?] = []
    var ends: [Int?] = []
    var groupings: [Grouping] = []

    init(latent: Int, infectious: (first: Int, last: Int)) { (self.latent, self.infectious) = (latent, infectious) }

    /// The longest time in days that the program writes out.
    private static let longestTime = 100_000

    /// The table with a row for each person and day.
    ///
    /// - Throws: `UnusableInput` if nobody is infectious on any day, the time is too long, or two columns have the same
    ///   name.
    var table: Table {
        get throws {
            let times: [ClosedRange<Int>?] = zip(onsets, ends).map { onset, end in
                guard let onset else { return nil }
                let (first, last): (Int, Int) = (onset + infectious.first, (end ?? onset) + infectious.last)
                return first <= last ? first ... last : nil
            }
            guard let first = times.compactMap({ $0?.lowerBound }).min(),
                let last = times.compactMap({ $0?.upperBound }).max()
            else { throw UnusableInput(description: "--onset: nobody is infectious on any day. Check the column.") }
            if last - first > Self.longestTime {
                throw UnusableInput(
                    description:
                        "--onset: the days reach from \(first) to \(last), more than \(Self.longestTime) days. "
                        + "Check the column.")
            }
            var (persons, dates, infected): ([String?], [Double], [Double]) = ([], [], [])
            var contacts: [[Double]] = .init(repeating: [], count: groupings.count)
            for day in first ... last {
                let counts: [[String: Int]] = groupings.map { infectiousMembers($0, times, day) }
                for person in onsets.indices {
                    let infection: Int? = onsets[person].map { $0 - latent }
                    if let infection, infection < day { continue }
                    persons.append(person < names.count ? names[person] : "\(person + 1)")
                    dates.append(Double(day))
                    infected.append(infection == day ? 1 : 0)
                    for (place, grouping) in groupings.enumerated() {
                        contacts[place].append(Double(grouping.values[person].flatMap { counts[place][$0] } ?? 0))
                    }
                }
            }
            return try Table(
                output: [Column("person", persons), Column("day", dates), Column("infected", infected)]
                    + zip(groupings, contacts).map { Column($0.name, $1) })
        }
    }

    /// Returns the number of infectious persons of each value of a grouping. A person at risk is not among them, because
    /// a person counts only after the own infection.
    private func infectiousMembers(_ grouping: Grouping, _ times: [ClosedRange<Int>?], _ day: Int) -> [String: Int] {
        var counts: [String: Int] = [:]
        for (person, time) in times.enumerated() where time?.contains(day) ?? false {
            guard let value = grouping.values[person], grouping.level == nil || grouping.level == value else {
                continue
            }
            if let onset = onsets[person], onset - latent >= day { continue }
            counts[value, default: 0] += 1
        }
        return counts
    }
}
