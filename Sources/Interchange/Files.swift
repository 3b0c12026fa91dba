// The writer and the faults of files were this module's own, and stay visible through it.
@_exported import Files
