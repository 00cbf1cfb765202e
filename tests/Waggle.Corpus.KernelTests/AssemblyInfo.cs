// Loads are watched by thread, and objects that pin maps share one file system: one test at a time.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
