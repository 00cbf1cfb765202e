namespace Waggle.CSharp;

/// <summary>Decides at a security hook (Linux 5.7, with "bpf" among the active security modules).</summary>
/// <remarks>Parameters are the hook's arguments in order, and behind the last one what the program before said. Returns 0 to allow, or a negative
/// errno to deny; hooks without a result take void methods.</remarks>
/// <param name="hook">Name of the hook, such as "file_open": include/linux/lsm_hook_defs.h.</param>
/// <example><code>[Lsm("file_open")] static int OnOpen(KernelPointer&lt;KernelFile&gt; file)</code></example>
public sealed class LsmAttribute(string hook) : HookAttribute($"lsm/{hook}", HookParameters.Slots)
{
    /// <summary>Whether the program may sleep, and so read user memory that is not present (<see cref="Bpf.TryCopyFromUser{T}(ulong, out T)"/>).</summary>
    public bool Sleepable { get; init; }

    /// <inheritdoc/>
    public override string Section => Sleepable ? base.Section.Replace("lsm/", "lsm.s/", StringComparison.Ordinal) : base.Section;
}
