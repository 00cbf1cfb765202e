using System.Runtime.CompilerServices;
using Waggle.Bpf.Objects;
using Waggle.Verifier.Kernels;

namespace Waggle.Cli.Commands;

/// <summary>What objects ask for of the kernel's configuration (<c>__kconfig</c>), filled in as a loader does before the kernel's verifier sees it.</summary>
/// <param name="kernel">The kernel that is meant: its version is a value, too.</param>
/// <param name="values">Its configuration, by name; null if nobody knows it: then all is what the object holds, zeros.</param>
/// <remarks>Thread-safe. What is known of an object is kept with it: all its programs are to be verified of one.</remarks>
internal sealed class CheckConfiguration(KernelVersion kernel, IReadOnlyDictionary<string, string>? values)
{
    private readonly ConditionalWeakTable<BpfObject, Filled> _filled = [];

    /// <summary>The object as that kernel would get it.</summary>
    /// <returns>Null, and the problem, where a loader refuses it: a value is missing that is not weak, or one does not fit its declaration.</returns>
    public BpfObject? TryFill(BpfObject obj, out string? problem)
    {
        (BpfObject? filled, problem) = _filled.GetValue(obj, Fill);
        return filled;
    }

    private Filled Fill(BpfObject obj)
    {
        if (!obj.Externs.Any(e => e.Kind == ExternKind.Configuration)) return new(obj, null);
        MapSpec[] maps = [.. obj.Maps.Select(m => m.Name == ExternSpec.ConfigurationMap ? m.Copy() : m)];
        if (maps.FirstOrDefault(m => m.Name == ExternSpec.ConfigurationMap)?.InitialValue is not { } value) return new(obj, null);
        foreach (ExternSpec wanted in obj.Externs.Where(e => e.Kind == ExternKind.Configuration))
        {
            if (Write(value, wanted) is { } problem) return new(null, $"The object wants the configuration value '{wanted.Name}': {problem}.{(wanted.IsWeak ? "" : " Declared __weak, it is optional.")}");
        }
        return new(new BpfObject { Name = obj.Name, License = obj.License, Programs = obj.Programs, Maps = [.. maps], Externs = obj.Externs, Btf = obj.Btf }, null);
    }

    private string? Write(byte[] value, ExternSpec wanted)
    {
        ConfigurationValue place = wanted.Configuration;
        return wanted.Name switch
        {
            "LINUX_KERNEL_VERSION" => ConfigurationWriter.WriteNumber(value, place, ((ulong)kernel.Major << 16) + ((ulong)kernel.Minor << 8)), // KERNEL_VERSION of linux/version.h
            "LINUX_HAS_BPF_COOKIE" => ConfigurationWriter.WriteYesOrNo(value, place, kernel >= new KernelVersion(5, 15)),
            "LINUX_HAS_SYSCALL_WRAPPER" => ConfigurationWriter.WriteYesOrNo(value, place, true), // since 4.17
            _ when values is null => null,
            _ when values.TryGetValue(wanted.Name, out string? text) => ConfigurationWriter.Write(value, place, text),
            _ when wanted.IsWeak => null,
            _ => "the kernel was configured without it",
        };
    }

    private sealed record Filled(BpfObject? Object, string? Problem);
}
