namespace Waggle.CSharp;

/// <summary>Runs the method when a function of a program or library is entered (Linux 4.1).</summary>
/// <remarks>Parameters are the function's arguments in order, at most six, as the calling convention of x86-64 passes them; trailing ones may be left
/// out. Or the method takes the <see cref="CpuRegisters"/> by <c>ref readonly</c>. The result means nothing. A call costs 1 to 3 microseconds.</remarks>
/// <param name="path">The executable or library: a path, or a name that is looked up as the shell and the loader do.</param>
/// <param name="symbol">The function; "+0x10" behind it names an instruction.</param>
/// <example><code>[Uprobe("libc.so.6", "malloc")] static void OnAllocate(ulong size)</code></example>
public sealed class UprobeAttribute(string path, string symbol) : HookAttribute($"uprobe/{path}:{symbol}", HookParameters.Registers)
{
    /// <summary>Whether the program may sleep, and so read user memory that is not present (<see cref="Bpf.TryCopyFromUser{T}(ulong, out T)"/>).</summary>
    public bool Sleepable { get; init; }

    /// <inheritdoc/>
    public override string Section => Sleepable ? base.Section.Replace("uprobe/", "uprobe.s/", StringComparison.Ordinal) : base.Section;
}
