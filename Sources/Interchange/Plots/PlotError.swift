/// An error about a plot that cannot be drawn. Its description names the file, the fault and the remedy.
public struct PlotError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Sendable, Hashable {
        /// The path ends neither in .png nor in .svg.
        case unknownFormat
        /// gnuplot is not installed.
        case missing
        /// gnuplot failed, or the file cannot be written. The string is the message of gnuplot or of the system.
        case failed(String)
    }

    /// The path of the file.
    public let path: String
    /// The reason why the plot cannot be drawn.
    public let fault: Fault

    init(path: String, _ fault: Fault) { (self.path, self.fault) = (path, fault) }

    /// A sentence with the path, the fault and the remedy.
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
