import CKernels
import COpenBLAS
import Foundation
import Testing

/// Tests openblas_core.c: an OpenBLAS that is older than the processor would choose kernels for a processor of 2004.
@Suite struct CoreTests {
    @Test(.enabled(if: ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"] == nil))
    func kernelsSuitTheProcessor() throws {
        let core = String(cString: try #require(openblas_get_corename()))
        #expect(core != "Prescott" || synann_current_instruction_set() == SYNANN_PORTABLE)
        // The process must not leave its choice in the environment: the programs that it starts choose for themselves.
        #expect(getenv("OPENBLAS_CORETYPE") == nil)
    }
}
