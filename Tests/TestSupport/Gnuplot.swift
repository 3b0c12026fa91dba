/// The program that draws plots. Tests that draw are skipped where it is missing, and a warning says so.
public enum Gnuplot {
    /// Whether a folder of PATH contains gnuplot.
    public static let isInstalled: Bool = programInPath("gnuplot", skipped: "THAT DRAW PLOTS") != nil
}
