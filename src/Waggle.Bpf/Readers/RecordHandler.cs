namespace Waggle.Bpf.Readers;

/// <summary>Receives a record where it lies in the ring buffer.</summary>
/// <param name="record">The record. Valid during the call only: the kernel writes over it afterwards.</param>
/// <typeparam name="T">The record, laid out as the program lays it out.</typeparam>
public delegate void RecordHandler<T>(in T record) where T : unmanaged;
