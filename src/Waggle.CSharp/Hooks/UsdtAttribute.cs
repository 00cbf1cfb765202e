namespace Waggle.CSharp;

/// <summary>Runs the method at a static probe that a program or library was built with (USDT; Linux 5.15).</summary>
/// <remarks>Parameters are the probe's arguments in order, at most twelve; trailing ones may be left out. Where each one is says the map
/// <c>__bpf_usdt_specs</c>, which the engine fills at attach. The result means nothing.</remarks>
/// <param name="path">The executable or library: a path, or a name that is looked up as the shell and the loader do.</param>
/// <param name="provider">Who defined the probe.</param>
/// <param name="name">Its name.</param>
/// <example><code>[Usdt("libc.so.6", "libc", "setjmp")] static void OnSetJump(ulong environment)</code></example>
public sealed class UsdtAttribute(string path, string provider, string name) : HookAttribute($"usdt/{path}:{provider}:{name}", HookParameters.Probe)
{
    /// <summary>Whether the program may sleep, and so read user memory that is not present (<see cref="Bpf.TryCopyFromUser{T}(ulong, out T)"/>).</summary>
    public bool Sleepable { get; init; }

    /// <inheritdoc/>
    public override string Section => Sleepable ? base.Section.Replace("usdt/", "usdt.s/", StringComparison.Ordinal) : base.Section;
}
