/// A plot that cannot be drawn: what, where, and what to do.
public struct PlotError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Sendable, Hashable {
        /// The path ends neither in .png nor in .svg.
        case unknownFormat
        /// gnuplot is not installed.
        case missing
        /// gnuplot failed, or the file cannot be written; the message.
        case failed(String)
    }

    /// The file.
    public let path: String
    /// What is wrong with it.
    public let fault: Fault

    init(path: String, _ fault: Fault) { (self.path, self.fault) = (path, fault) }

    /// Where, what and what to do.
    public var description: String {
        switch fault {
        case .unknownFormat: return "\(path): a plot is a .png or an .svg file. Name a file with one of these endings."
        case .missing:
            return "\(path): gnuplot, which draws the plots, is not installed. Type: sudo apt-get install gnuplot-nox "
                + "(brew install gnuplot)."
        case .failed(let reason):
            return "\(path): the plot cannot be drawn: \(reason). Check the path, and that gnuplot runs."
        }
    }
}
