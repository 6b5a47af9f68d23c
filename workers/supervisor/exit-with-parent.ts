/** Preloaded into a program that is not ours, so that it does not outlive the supervisor. */
process.on('disconnect', () => process.exit(0))
