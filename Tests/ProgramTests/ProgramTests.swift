import Testing

/// Tests that start the programs as a user does. The tests run one after the other, because each test can start a
/// process for each core.
@Suite(.serialized) struct ProgramTests {}
