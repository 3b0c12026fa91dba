import ArgumentParser
import Statistics
import TableCommand
import Tensors

/// Makes a table of person-days from a list of cases.
struct Contacts: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a table of person-days with counts of infectious contacts from a list of cases.",
        discussion: """
            The result has a row for each person and each day on which the person could be infected: from the first day \
            on which somebody is infectious until the person's own infection, or until the last such day. Its columns \
            are the person, the day, infected (1 on the day of the infection, 0 before), and for each --within column \
            the number of infectious others with the same value. The infection is --latent days before the onset. The \
            result is a CSV table, which fit reads:

            independent-causes contacts cases.csv --onset onset --within family | independent-causes fit - --outcome \
            infected --counts family
            """)

    @Argument(help: "The CSV file with a row for each person; - is standard input.")
    var file: String

    @Option(help: "The column of the day of the onset. A person without one was not infected.")
    var onset: String

    @Option(help: "The column of the day from which the end of the infectious time counts. The default is the onset.")
    var end: String?

    @Option(help: "The number of days from infection to onset.")
    var latent = 10

    @Option(
        parsing: .unconditional,
        help: "The first and last infectious day, relative to the onset and to --end, as two numbers such as -1:3.")
    var infectious = "-1:3"

    @Option(parsing: .upToNextOption, help: "The columns whose equal values are contacts, such as family.")
    var within: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: "Columns like --within, with a count of its own for each value, such as class=1 and class=2.")
    var withinEach: [String] = []

    @Flag(help: "Add the column everyone, which counts all infectious others.")
    var everyone = false

    @Option(help: "The number in the column of the onset that means: not infected. An empty cell always means this.")
    var never: Double?

    @Option(help: "The column with the names of the persons. The default is the number of the row.")
    var person: String?

    @OptionGroup(title: "Reading the table") var reading: TableOptions

    @Option(help: "Write the table to this file instead of printing it.")
    var output: String?

    func validate() throws {
        if !(0 ... 10_000).contains(latent) {
            throw ValidationError("--latent: the number of days must be from 0 to 10000, not \(latent)")
        }
        if within.isEmpty && withinEach.isEmpty && !everyone {
            throw ValidationError(
                "--within is missing. Name the columns whose equal values are contacts, or add --everyone")
        }
        _ = try infectiousDays
    }

    /// The first and the last infectious day, relative to the onset and to the end.
    private var infectiousDays: (first: Int, last: Int) {
        get throws {
            let parts: [Int?] = infectious.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
            guard parts.count == 2, let first = parts[0], let last = parts[1], abs(first) <= 10_000, abs(last) <= 10_000
            else {
                throw ValidationError("--infectious: '\(infectious)' must be two whole numbers, such as -1:3")
            }
            return (first, last)
        }
    }

    func run() throws {
        let table: Table = try reading.table(at: file)
        var days = PersonDays(latent: latent, infectious: try infectiousDays)
        days.names = try person.map { try table.column(named: $0).texts } ?? []
        days.onsets = try Self.wholeDays(table.column(named: onset)).map { day in
            day.map { Double($0) } == never ? nil : day
        }
        days.ends = try end.map { try Self.wholeDays(table.column(named: $0)) } ?? days.onsets
        for name in within {
            days.groupings.append(.init(name: name, level: nil, values: try table.column(named: name).texts))
        }
        for name in withinEach {
            let column: Column = try table.column(named: name)
            for level in column.occurringLevels {
                days.groupings.append(.init(name: "\(name)=\(level)", level: level, values: column.texts))
            }
        }
        if everyone {
            days.groupings.append(
                .init(name: "everyone", level: nil, values: .init(repeating: "", count: table.rowCount)))
        }
        let result: Table = try days.table
        guard let output else { return print(result.csvText(), terminator: "") }
        try result.write(to: output)
        print("\(output): \(result.rowCount) person-days")
    }

    /// Returns the days of a column; nil for a missing day.
    private static func wholeDays(_ column: Column) throws -> [Int?] {
        try column.numbers.scalars.enumerated().map { row, day in
            if day.isNaN { return nil }
            guard day == day.rounded(), abs(day) < 1e9 else {
                throw column.error(.unsuitable("\(day) is not a whole day. Correct it."), row: row)
            }
            return Int(day)
        }
    }
}
