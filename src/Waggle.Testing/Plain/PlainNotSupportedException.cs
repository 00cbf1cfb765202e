using Waggle.Bpf.Catalog;
using Waggle.Testing.Worlds;

namespace Waggle.Testing.Plain;

/// <summary>A program that runs as plain C# wants something that only the kernel or the embedded engine has.</summary>
public sealed class PlainNotSupportedException : NotSupportedException
{
    internal PlainNotSupportedException(string program, string cause, string remedy) : base($"{program} can't run as plain C#: {cause} {remedy}") =>
        (Program, Remedy) = (program, remedy);

    /// <summary>Class and method of the program.</summary>
    public string Program { get; }

    /// <summary>The helper's number; 0 if it is not a helper that is missing.</summary>
    public int Helper { get; private init; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }

    internal static PlainNotSupportedException OfHelper(string program, int helper) => new(
        program,
        $"it calls the helper {HelperNames.NameOf(helper) ?? "?"} ({helper}), which has no meaning outside of the kernel.",
        $"Say what it returns, by {nameof(TestWorld)}.{nameof(TestWorld.Answer)}({helper}, call => …), or run this test on the kernel alone.")
    { Helper = helper };
}
