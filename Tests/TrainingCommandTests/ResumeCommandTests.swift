import Foundation
import Testing
import TrainingCommand

@Suite struct ResumeCommandTests {
    /// Returns the words into which the shell splits the line.
    private func words(_ line: String) throws -> [String] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "printf '%s\\0' \(line)"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let bytes: Data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast()
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// The shell reads every word of a resume command unchanged, even if the word contains special characters.
    @Test func theShellReadsTheSameWords() throws {
        let directories: [String] = [
            "run1", "a b", "it's", "\"quoted\"", "$HOME", "`date`", "a\nb", "tab\there", "*", "~", "~/x", "a;b", "a&b",
            "!x",
            "-dash", "--save", "\\", "", "é", "'\u{301}", "#", "a=b", "{a,b}", "(x)", "<in", "a|b", "'", "''", "x'y'z",
        ]
        for directory in directories {
            let command = ResumeCommand(
                ["/my programs/it's", "train", "--metrics", "m $x.jsonl", "--save", "old dir"], directory: directory)
            #expect(try words(command.line) == command.words, "\(command.line)")
            let last: [String] = directory.hasPrefix("-") ? ["--resume=\(directory)"] : ["--resume", directory]
            #expect(command.words == ["/my programs/it's", "train", "--metrics", "m $x.jsonl"] + last)
        }
        // Each ASCII character except NUL is quoted alone, before a letter and after a letter.
        let characters: [String] = (1 ..< 128).compactMap { UnicodeScalar($0).map { String(Character($0)) } }
        let odd: [String] = characters.flatMap { [$0, $0 + "a", "a" + $0] }
        #expect(try words(odd.map { ResumeCommand.quoted($0) }.joined(separator: " ")) == odd)
    }

    @Test(arguments: [
        ["p", "--save", "d"], ["p", "--save=d"], ["p", "--resume", "d"], ["p", "--resume=d"],
        ["p", "--save", "a", "--resume=b"], ["p", "--save=a", "--save", "b"], ["p", "--save"], ["p", "--resume"],
        ["p", "--resume="],
    ])
    func everySpellingOfTheOldDirectoryIsRemoved(arguments: [String]) {
        #expect(ResumeCommand(arguments, directory: "new").words == ["p", "--resume", "new"])
    }

    @Test func otherFlagsStay() {
        let words: [String] = ["p", "explain", "3", "--save-every", "5", "--save", "x", "--quiet", "--threads=2"]
        let expected: [String] = ["p", "explain", "3", "--save-every", "5", "--quiet", "--threads=2", "--resume", "d"]
        #expect(ResumeCommand(words, directory: "d").words == expected)
    }
}
