namespace Waggle.CSharp;

/// <summary>Runs the method when a function of the kernel returns, with its arguments and its result (Linux 5.5).</summary>
/// <remarks>Parameters are all of the function's arguments in order, and behind the last one its result; trailing ones may be left out. The method
/// returns void.</remarks>
/// <param name="function">Name in the kernel's BTF, such as "do_unlinkat".</param>
/// <example><code>[Fexit("tcp_v4_connect")] static void OnConnected(KernelPointer&lt;Sock&gt; socket, ulong address, int length, int error)</code></example>
public sealed class FexitAttribute(string function) : HookAttribute($"fexit/{function}", HookParameters.Slots)
{
    /// <summary>Whether the program may sleep, and so read user memory that is not present (<see cref="Bpf.TryCopyFromUser{T}(ulong, out T)"/>).</summary>
    public bool Sleepable { get; init; }

    /// <inheritdoc/>
    public override string Section => Sleepable ? base.Section.Replace("fexit/", "fexit.s/", StringComparison.Ordinal) : base.Section;
}
