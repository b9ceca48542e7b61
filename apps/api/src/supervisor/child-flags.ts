/**
 * What V8 is told in children: a young generation with twice its default for each half, since the requests of a busy child outlive a
 * smaller one, and each that does is copied. It grows under load only. The build compiles packages once more for these
 * flags: V8 takes no code that was compiled under others.
 */
export const CHILD_FLAGS: readonly string[] = ['--max-semi-space-size=32'];
