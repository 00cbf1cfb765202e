namespace Waggle.Linux.Readers;

/// <summary>Receives a record of a perf buffer where it lies.</summary>
/// <param name="cpu">CPU that the program ran on.</param>
/// <param name="record">The record, valid during the call only. It lies at a multiple of 4, whatever its type would like.</param>
/// <typeparam name="T">The record, laid out as the program lays it out.</typeparam>
public delegate void PerfRecordHandler<T>(int cpu, in T record) where T : unmanaged;
