namespace Waggle.CSharp;

/// <summary>Runs the method before a function of the kernel, which it can keep from running (Linux 5.7).</summary>
/// <remarks>Only functions that the kernel allows it for: security hooks, system calls' error injection points and the like. Parameters are the
/// function's arguments, and behind the last one the result so far. Returns 0 to let the function run; another number becomes its result.</remarks>
/// <param name="function">Name in the kernel's BTF, such as "do_unlinkat".</param>
/// <example><code>[FmodRet("__x64_sys_getpgid")] static int OnCall(ulong registers, int result)</code></example>
public sealed class FmodRetAttribute(string function) : HookAttribute($"fmod_ret/{function}", HookParameters.Slots)
{
    /// <summary>Whether the program may sleep, and so read user memory that is not present (<see cref="Bpf.TryCopyFromUser{T}(ulong, out T)"/>).</summary>
    public bool Sleepable { get; init; }

    /// <inheritdoc/>
    public override string Section => Sleepable ? base.Section.Replace("fmod_ret/", "fmod_ret.s/", StringComparison.Ordinal) : base.Section;
}
