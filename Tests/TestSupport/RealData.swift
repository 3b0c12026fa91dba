import Foundation

/// The folders of real data, which are not part of the repository. Tests that need a folder are skipped where it is
/// absent, and a warning on standard error says so.
public enum RealData {
    /// The absolute path of the folder with the four files of MNIST, or `nil`.
    public static let mnist: String? = folder(
        "mnist", variable: "MNIST_DIR", file: "train-images-idx3-ubyte", alternative: "train-images-idx3-ubyte.gz")
    /// The absolute path of the folder with tables of real outbreaks, or `nil`.
    public static let outbreaks: String? = folder("outbreaks", variable: "OUTBREAKS_DIR", file: "oswego.csv")

    /// The absolute path of the folder `name`: the value of the environment variable, otherwise `shared/data/NAME`
    /// beside the repository. `nil`, with a warning, if the folder does not contain the file.
    ///
    /// Tests run programs in other folders, so a relative path would name another folder there.
    static func folder(
        _ name: String, variable: String, file: String, alternative: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment, repository: String = repository
    ) -> String? {
        let shared: String = (repository as NSString).deletingLastPathComponent + "/shared/data/\(name)"
        let candidates: [String] = [environment[variable] ?? "", shared].filter { !$0.isEmpty }
        let found: String? = candidates.first { candidate in
            [file, alternative ?? file].contains { FileManager.default.fileExists(atPath: candidate + "/" + $0) }
        }
        if let found { return URL(fileURLWithPath: found).standardizedFileURL.path }
        let warning: String =
            "WARNING: SKIPPED THE TESTS ON THE REAL \(name.uppercased()): neither \(variable) nor \(shared) has \(file).\n"
        FileHandle.standardError.write(Data(warning.utf8))
        return nil
    }

    /// The folder that contains `Package.swift`.
    static let repository: String = {
        var folder = URL(fileURLWithPath: #filePath)
        repeat {
            folder.deleteLastPathComponent()
        } while folder.path != "/"
            && !FileManager.default.fileExists(atPath: folder.path + "/Package.swift")
        return folder.path
    }()
}
