namespace Waggle.CSharp;

/// <summary>Runs the method when any of many functions of a program or library is entered, and again when it returns (Linux 6.13).</summary>
/// <remarks>Takes nothing, arguments, or the <see cref="CpuRegisters"/> by <c>ref readonly</c>. Returns <see cref="SessionAction"/>: at the entry, whether
/// it wants to run at the return.</remarks>
/// <param name="path">The executable or library: a path, or a name that is looked up as the shell and the loader do.</param>
/// <param name="pattern">Names of functions with * and ?.</param>
/// <example><code>[UprobeSession("libc.so.6", "fopen")] static SessionAction OnOpen()</code></example>
public sealed class UprobeSessionAttribute(string path, string pattern) : HookAttribute($"uprobe.session/{path}:{pattern}", HookParameters.Registers)
{
    /// <summary>Whether the program may sleep, and so read user memory that is not present (<see cref="Bpf.TryCopyFromUser{T}(ulong, out T)"/>).</summary>
    public bool Sleepable { get; init; }

    /// <inheritdoc/>
    public override string Section => Sleepable ? base.Section.Replace("uprobe.session/", "uprobe.session.s/", StringComparison.Ordinal) : base.Section;
}
