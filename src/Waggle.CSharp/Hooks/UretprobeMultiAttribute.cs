namespace Waggle.CSharp;

/// <summary>Runs the method when any of many functions of a program or library returns, attached at once (Linux 6.6).</summary>
/// <remarks>Parameters as with <see cref="UretprobeAttribute"/>. The result means nothing.</remarks>
/// <param name="path">The executable or library: a path, or a name that is looked up as the shell and the loader do.</param>
/// <param name="pattern">Names of functions with * and ?.</param>
/// <example><code>[UretprobeMulti("libssl.so.3", "SSL_*")] static void OnDone(long result)</code></example>
public sealed class UretprobeMultiAttribute(string path, string pattern) : HookAttribute($"uretprobe.multi/{path}:{pattern}", HookParameters.Result)
{
    /// <summary>Whether the program may sleep, and so read user memory that is not present (<see cref="Bpf.TryCopyFromUser{T}(ulong, out T)"/>).</summary>
    public bool Sleepable { get; init; }

    /// <inheritdoc/>
    public override string Section => Sleepable ? base.Section.Replace("uretprobe.multi/", "uretprobe.multi.s/", StringComparison.Ordinal) : base.Section;
}
