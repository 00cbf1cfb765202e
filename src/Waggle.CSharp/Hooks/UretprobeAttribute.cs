namespace Waggle.CSharp;

/// <summary>Runs the method when a function of a program or library returns (Linux 4.1).</summary>
/// <remarks>The method takes nothing, or what the function returned, or the <see cref="CpuRegisters"/> by <c>ref readonly</c>. Its own result means nothing.</remarks>
/// <param name="path">The executable or library: a path, or a name that is looked up as the shell and the loader do.</param>
/// <param name="symbol">The function; "+0x10" behind it names an instruction.</param>
/// <example><code>[Uretprobe("libc.so.6", "malloc")] static void OnAllocated(ulong address)</code></example>
public sealed class UretprobeAttribute(string path, string symbol) : HookAttribute($"uretprobe/{path}:{symbol}", HookParameters.Result)
{
    /// <summary>Whether the program may sleep, and so read user memory that is not present (<see cref="Bpf.TryCopyFromUser{T}(ulong, out T)"/>).</summary>
    public bool Sleepable { get; init; }

    /// <inheritdoc/>
    public override string Section => Sleepable ? base.Section.Replace("uretprobe/", "uretprobe.s/", StringComparison.Ordinal) : base.Section;
}
