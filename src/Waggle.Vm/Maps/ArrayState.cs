namespace Waggle.Vm.Maps;

/// <summary>An array's facts, where compiled code finds them: value i lies at <see cref="Values"/> + i * <see cref="Stride"/>.</summary>
/// <remarks>Of a per-CPU array this is CPU 0's; CPU c's value lies c * <see cref="CpuStride"/> behind it.</remarks>
internal unsafe struct ArrayState
{
    public byte* Values;
    public uint Stride;
    public uint Count;
    public ulong CpuStride;

    /// <summary>The value of an index; null behind the last one.</summary>
    public static byte* Lookup(ArrayState* array, uint index) =>
        index < array->Count ? array->Values + (ulong)index * array->Stride : null;

    /// <summary>A CPU's value of an index; null behind the last one.</summary>
    public static byte* Lookup(ArrayState* array, uint index, int cpu) =>
        index < array->Count ? array->Values + (uint)cpu * array->CpuStride + (ulong)index * array->Stride : null;
}
