extension Table {
    /// Returns the table with a column of numbers that `value` computes from each row. If the table has a column of
    /// this name, the new column takes its place.
    ///
    ///     let withIndex = table.deriving("bmi") { $0.number("kg") / ($0.number("m") * $0.number("m")) }
    ///
    /// An operation on whole columns is faster: `table.adding(Column("bmi", kg / m.squared()))`.
    public func deriving(_ name: String, _ value: (Row) throws -> Double) rethrows -> Table {
        adding(Column(name, try (0 ..< rowCount).map { try value(Row(table: self, index: $0)) }))
    }

    /// Returns the table with a column of categories that `text` computes from each row; `nil` is a missing value. If
    /// the table has a column of this name, the new column takes its place.
    ///
    ///     let withGroup = table.deriving("group") { $0.number("age") < 18 ? "child" : "adult" }
    public func deriving(_ name: String, _ text: (Row) throws -> String?) rethrows -> Table {
        adding(Column(name, try (0 ..< rowCount).map { try text(Row(table: self, index: $0)) }))
    }
}
