internal import CMPICalls

/// Throws an error if `code` is an error of the MPI library.
func check(_ operation: String, _ code: Int32) throws(CommunicatorError) {
    if code == 0 { return }
    throw CommunicatorError.library(
        operation: operation, reason: cText { (text: UnsafeMutablePointer<CChar>) in synann_mpi_error_text(code, text) }
    )
}

/// Returns the text that a C function writes.
func cText(_ write: (UnsafeMutablePointer<CChar>) -> Void) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(SYNANN_MPI_TEXT_LENGTH)) { buffer in
        guard let text = buffer.baseAddress else { return "" }
        text.initialize(repeating: 0, count: buffer.count)
        write(text)
        return String(cString: text)
    }
}
