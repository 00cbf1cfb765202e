using Waggle.Bpf.Errors;
using Waggle.Bpf.Types;
using Waggle.Linux.Inspection;
using Waggle.Linux.Programs;

namespace Waggle.Linux.Features;

/// <summary>Looks for the names of attach types among the kernel's own types: most can't be tried without touching somebody's hook.</summary>
internal static class AttachTypeProbe
{
    private const string Enumeration = "bpf_attach_type";

    /// <summary>Answers for every type, in order of number.</summary>
    public static IReadOnlyList<Feature> Run()
    {
        HashSet<string>? names = null;
        string evidence = "";
        try
        {
            if (RunningKernelTypes.Get().TryFind<BtfEnum>(Enumeration, out _, out BtfEnum? found)) names = [.. found.Values.Select(v => v.Name)];
            else evidence = $"the kernel's types have no enum {Enumeration}";
        }
        catch (BpfException error)
        {
            evidence = error.Cause;
        }
        return [.. Enumerable.Range(0, AttachTypeNames.Count).Select(number => Answer((uint)number, names, evidence))];
    }

    private static Feature Answer(uint number, HashSet<string>? names, string evidence)
    {
        string name = AttachTypeNames.Of(number), kernelName = "BPF_" + name.ToUpperInvariant();
        if (names is null) return new Feature(name, Availability.Unknown, evidence, "A kernel with BTF says it (CONFIG_DEBUG_INFO_BTF).");
        return names.Contains(kernelName)
            ? new Feature(name, Availability.Yes, $"the kernel's enum {Enumeration} has {kernelName}")
            : new Feature(name, Availability.No, $"the kernel's enum {Enumeration} has no {kernelName}", "A newer kernel has it.");
    }
}
