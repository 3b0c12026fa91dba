/// The options with which picture files become images of one shape, and a directory becomes a training set and a test
/// set.
public struct ImageReading: Sendable, Hashable {
    /// The way in which a picture of another size becomes an image.
    public enum Fit: String, Sendable, Hashable, CaseIterable {
        /// Height and width are scaled separately.
        case stretch
        /// The picture is scaled by one factor so that it covers the image, and its centre is kept.
        case crop
    }

    /// The height and width of the images; nil for pictures that all have the same size.
    public var size: (height: Int, width: Int)? {
        get { height.flatMap { height in width.map { (height, $0) } } }
        set { (height, width) = (newValue?.height, newValue?.width) }
    }
    private var height, width: Int?
    /// The number of channels, 1 (grey) or 3 (RGB); nil to read grey images if all of the first pictures are grey, and
    /// RGB otherwise.
    public var channels: Int?
    /// The way in which a picture of another size becomes an image of `size`.
    public var fit: Fit
    /// Whether damaged pictures are left out. All pictures are then read when the source is created.
    public var skipsDamaged: Bool
    /// The fraction of the images of each class that become the test set, if a directory has no test set of its own.
    public var testFraction: Double
    /// The greatest number of bytes for pixels that are kept in memory after their first reading.
    public var cacheLimit: Int

    /// Creates options. Each parameter sets the property of the same name.
    public init(
        size: (height: Int, width: Int)? = nil, channels: Int? = nil, fit: Fit = .stretch, skipsDamaged: Bool = false,
        testFraction: Double = 0.2, cacheLimit: Int = 2 << 30
    ) {
        (self.height, self.width, self.channels, self.fit) = (size?.height, size?.width, channels, fit)
        (self.skipsDamaged, self.testFraction, self.cacheLimit) = (skipsDamaged, testFraction, cacheLimit)
    }
}
