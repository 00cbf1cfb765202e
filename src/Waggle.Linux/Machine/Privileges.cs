using System.Globalization;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Machine;

/// <summary>What a thread may do: its effective capabilities, and whether they count on the machine or in a container only.</summary>
/// <param name="EffectiveMask">The <c>CapEff</c> line of /proc/thread-self/status, one bit for each capability.</param>
/// <param name="IsInUserNamespace">Whether the process is in a user namespace of its own, where capabilities do not count for <c>bpf(2)</c>.</param>
public sealed record Privileges(ulong EffectiveMask, bool IsInUserNamespace)
{
    /// <summary>Whether the capability is in the effective set.</summary>
    public bool Has(Capability capability) => (EffectiveMask >> (int)capability & 1) != 0;

    /// <summary>Whether the capability, or CAP_SYS_ADMIN that includes it, is in the effective set.</summary>
    public bool Allows(Capability capability) =>
        Has(capability) || capability is not Capability.SysResource && Has(Capability.SysAdmin);

    /// <summary>Those of the capabilities that the process lacks.</summary>
    public IReadOnlyList<Capability> Missing(params ReadOnlySpan<Capability> wanted)
    {
        var missing = new List<Capability>();
        foreach (Capability capability in wanted)
        {
            if (!Allows(capability)) missing.Add(capability);
        }
        return missing;
    }

    /// <summary>Reads them for the calling thread, as the kernel does. With no /proc nothing is known to be missing.</summary>
    public static Privileges Read() =>
        Parse(KernelFile.TryReadText("/proc/thread-self/status"), KernelFile.TryReadText("/proc/self/uid_map"));

    internal static Privileges Parse(string? status, string? userMap)
    {
        string? line = status?.Split('\n').FirstOrDefault(l => l.StartsWith("CapEff:", StringComparison.Ordinal));
        bool isRead = ulong.TryParse(line?["CapEff:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong mask);
        // The first user namespace maps every id to itself: "0 0 4294967295".
        string[]? fields = userMap?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        bool isNamespaced = fields is { Length: >= 3 } && fields[..3] is not ["0", "0", "4294967295"];
        return new Privileges(isRead ? mask : ulong.MaxValue, isNamespaced);
    }
}
