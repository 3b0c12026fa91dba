import Files
import Foundation
import Testing

@Suite struct FileFaultTests {
    @Test(arguments: [
        (ENOENT, "No such file or directory", "Check the path."),
        (EACCES, "Permission denied", "Check who may read it."),
        (EISDIR, "Is a directory", "Name a file in it."),
        (ENOSPC, "No space left on device", "Make room on the disk."),
        (EIO, "Input/output error", "Name another file."),
    ])
    func systemFaultsSayWhatToDo(code: Int32, reason: String, advice: String) {
        let fault = FileFault(path: "a/b", operation: "read", code: code)
        #expect(fault.reason == reason && fault.code == code)
        #expect(fault.description == "a/b: cannot read this file: \(reason). \(advice)")
    }

    @Test func faultsInWordsKeepThem() {
        let fault = FileFault(path: "f", operation: "read", because: "it is not UTF-8")
        #expect(fault.reason == "it is not UTF-8" && fault.code == 0)
        #expect(fault.description == "f: cannot read this file: it is not UTF-8. Name another file.")
    }
}
