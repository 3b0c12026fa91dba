/// The type of the values of a column.
public enum ColumnType: String, Sendable, Hashable, CaseIterable {
    /// Real numbers.
    case number
    /// Texts from a list of levels, such as `F` and `M`.
    case category
    /// Dates, as the number of days since 1 January 1970.
    case day
}
