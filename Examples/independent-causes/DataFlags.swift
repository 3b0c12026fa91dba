import ArgumentParser
import TableCommand

/// The flags that say which table is read, and what its columns mean.
struct DataFlags: ParsableArguments {
    @Argument(help: "The CSV file with the names of the columns in its first line; - is standard input.")
    var file: String?

    @Flag(help: "Use an outbreak that the program simulates, instead of a file.")
    var example = false

    @Option(help: "The column that says whether the event occurred: yes/no, Y/N, true/false or 1/0.")
    var outcome: String?

    @Option(help: "The value of the outcome that is the event, if it is not a word for yes.")
    var event: String?

    @Option(
        parsing: .upToNextOption,
        help: """
            The columns of the causes: yes/no or 1/0, or categories, which are compared with a reference. Separate the \
            names with blanks or commas.
            """)
    var causes: [String] = []

    @Option(parsing: .upToNextOption, help: "The columns that count a cause, such as contacts or doses.")
    var counts: [String] = []

    @Option(parsing: .upToNextOption, help: "Those of the causes and counts that prevent the event.")
    var preventive: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: "Pairs of causes, such as a:b. A pair is a cause that acts only where both are present.")
    var products: [String] = []

    @Option(
        parsing: .upToNextOption, help: "The reference of a category, such as sex=F. The default is the first value.")
    var reference: [String] = []

    @Option(help: "The column of the time at risk, such as days. All rates are for one unit of it.")
    var exposure: String?

    @Option(help: "The column of the number of persons in a row. The outcome is then the number of events.")
    var trials: String?

    @Option(help: "The column of the weights: a row of weight w counts as w rows.")
    var weights: String?

    @Option(help: "The column of the groups, such as families. Groups are left out, and drawn, as a whole.")
    var groups: String?

    @Option(help: "What to do with missing cells of causes: drop the row, or take the cause as absent.")
    var missing: MissingRule = .drop

    @OptionGroup(title: "Reading the table") var table: TableOptions

    /// The rule for missing cells of causes.
    enum MissingRule: String, ExpressibleByArgument, CaseIterable, Codable {
        case drop, absent
    }

    func validate() throws {
        if (file == nil) != example { throw ValidationError("name either a CSV file or --example") }
        let chosen: Bool = outcome != nil || !causes.isEmpty || !counts.isEmpty || event != nil
        if example && chosen {
            throw ValidationError(
                "--example has columns of its own. Leave out --outcome, --event, --causes and --counts")
        }
        if example, let flag = table.firstGiven {
            throw ValidationError("\(flag) needs a CSV file. Leave it out with --example")
        }
        if !example && outcome == nil { throw ValidationError("--outcome is missing. Name the column of the outcome") }
        if !example && causes.isEmpty && counts.isEmpty {
            throw ValidationError("--causes is missing. Name the columns of the causes")
        }
        if event != nil && trials != nil {
            throw ValidationError("--event has no effect with --trials, whose outcome is a number of events")
        }
        for pair in reference where !pair.contains("=") {
            throw ValidationError("--reference: '\(pair)' must be a column and a value, such as sex=F")
        }
        for pair in products where pair.split(separator: ":").count != 2 {
            throw ValidationError("--products: '\(pair)' must be two causes, such as ham:cake")
        }
    }
}
