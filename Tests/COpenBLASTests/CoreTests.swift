import CKernels
import COpenBLAS
import Foundation
import Testing

/// An OpenBLAS that is older than the processor takes it for one of 2004: see openblas_core.c.
@Suite struct CoreTests {
    @Test(.enabled(if: ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"] == nil))
    func kernelsSuitTheProcessor() throws {
        let core = String(cString: try #require(openblas_get_corename()))
        #expect(core != "Prescott" || synann_current_instruction_set() == SYNANN_PORTABLE)
        // The choice is OpenBLAS's alone: programs that this one starts choose for themselves.
        #expect(getenv("OPENBLAS_CORETYPE") == nil)
    }
}
