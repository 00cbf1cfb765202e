// Descriptors are counted for the whole process, and programs count its system calls: one test at a time.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
