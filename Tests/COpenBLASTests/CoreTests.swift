import CKernels
import COpenBLAS
import Foundation
import Testing

/// openblas_core.c chooses suitable kernels of OpenBLAS. An OpenBLAS that is older than the processor would otherwise
/// choose kernels for a processor of 2004.
@Suite struct CoreTests {
    @Test(.enabled(if: ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"] == nil))
    func kernelsSuitTheProcessor() throws {
        let core = String(cString: try #require(openblas_get_corename()))
        #expect(core != "Prescott" || synann_current_instruction_set() == SYNANN_PORTABLE)
        // The process must not change OPENBLAS_CORETYPE in the environment, because the programs that it starts inherit
        // the environment.
        #expect(getenv("OPENBLAS_CORETYPE") == nil)
    }
}
