namespace Waggle.Architecture.Tests;

/// <summary>The rooms of docs/architecture.md and what each may use.</summary>
internal static class Rooms
{
    /// <summary>Assembly, and the rooms that it may refer to.</summary>
    internal static readonly IReadOnlyDictionary<string, string[]> MayUse = new Dictionary<string, string[]>
    {
        ["Waggle.Bpf"] = [],
        ["Waggle.Verifier"] = ["Waggle.Bpf"],
        ["Waggle.Vm"] = ["Waggle.Bpf", "Waggle.Verifier"],
        ["Waggle.Linux"] = ["Waggle.Bpf"],
        ["Waggle.CSharp"] = ["Waggle.Bpf"],
        ["Waggle.Compiler"] = ["Waggle.Bpf", "Waggle.CSharp"],
        ["Waggle.Testing"] = ["Waggle.Bpf", "Waggle.Vm", "Waggle.Linux", "Waggle.CSharp", "Waggle.Compiler"],
        ["Waggle.Build"] = ["Waggle.Bpf", "Waggle.Verifier", "Waggle.CSharp", "Waggle.Compiler"],
        ["Waggle.Generators"] = [], // runs in the C# compiler
        ["Waggle.Probes"] = ["Waggle.Bpf", "Waggle.CSharp"],
        ["Waggle.Agent"] = ["Waggle.Bpf", "Waggle.Linux", "Waggle.CSharp", "Waggle.Compiler", "Waggle.Probes"],
        ["Waggle.Trace"] = ["Waggle.Bpf", "Waggle.Linux", "Waggle.CSharp", "Waggle.Compiler"],
        ["waggle"] = ["Waggle.Bpf", "Waggle.Verifier", "Waggle.Vm", "Waggle.Linux", "Waggle.CSharp", "Waggle.Compiler", "Waggle.Build", "Waggle.Probes", "Waggle.Agent", "Waggle.Trace"],
    };

    /// <summary>Rooms that depend on .NET alone, so that anyone can use them anywhere.</summary>
    internal static readonly string[] WithoutPackages = ["Waggle.Bpf", "Waggle.Verifier", "Waggle.Vm", "Waggle.Linux", "Waggle.CSharp", "Waggle.Compiler", "Waggle.Testing", "Waggle.Build", "Waggle.Probes"];

    internal static IEnumerable<string> Names => MayUse.Keys;

    internal static string PathOf(string room) => Path.Combine(AppContext.BaseDirectory, room + ".dll");
}
