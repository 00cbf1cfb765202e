namespace Waggle.Linux.Readers;

/// <summary>A copy of a record of a perf buffer.</summary>
/// <param name="Cpu">CPU that the program ran on.</param>
/// <param name="Record">The record.</param>
/// <typeparam name="T">The record, laid out as the program lays it out.</typeparam>
public readonly record struct PerfRecord<T>(int Cpu, T Record) where T : unmanaged;
