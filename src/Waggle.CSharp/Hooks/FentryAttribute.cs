namespace Waggle.CSharp;

/// <summary>Runs the method when a function of the kernel is entered, for the cost of a call (Linux 5.5).</summary>
/// <remarks>Parameters are the function's arguments in order, their types known to the verifier from BTF; trailing ones may be left out. The result is 0:
/// the method returns void.</remarks>
/// <param name="function">Name in the kernel's BTF, such as "do_unlinkat".</param>
/// <example><code>[Fentry("tcp_connect")] static void OnConnect(KernelPointer&lt;Sock&gt; socket)</code></example>
public sealed class FentryAttribute(string function) : HookAttribute($"fentry/{function}", HookParameters.Slots)
{
    /// <summary>Whether the program may sleep, and so read user memory that is not present (<see cref="Bpf.TryCopyFromUser{T}(ulong, out T)"/>).</summary>
    public bool Sleepable { get; init; }

    /// <inheritdoc/>
    public override string Section => Sleepable ? base.Section.Replace("fentry/", "fentry.s/", StringComparison.Ordinal) : base.Section;
}
