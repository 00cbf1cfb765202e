using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Links;

namespace Waggle.Linux.Usdt;

/// <summary>An attachment to a statically defined tracepoint of a user-space program (Linux 5.15): to all its places.</summary>
/// <remarks>One BPF link where the kernel has multi-uprobes that filter by process (Linux 6.10), for which programs of a section "usdt" are
/// loaded, or if the probe has one place; otherwise a uprobe for each.
/// While it is attached the probe's semaphore, if it has one, is counted up in each process that maps the file.</remarks>
public sealed class UsdtLink : Link
{
    private readonly Link[] _parts;
    private readonly UsdtSpecTable _specs;
    private uint[]? _ids;

    private UsdtLink(string program, string hook, Link[] parts, UsdtSpecTable specs, uint[] ids)
        : base(program, hook, parts.Length == 1 ? parts[0].Descriptor : null) =>
        (_parts, _specs, _ids) = (parts, specs, ids);

    /// <summary>Attaches to each place of a probe.</summary>
    internal static UsdtLink Attach(SafeDescriptor program, string programName, UsdtSpecTable specs, string path, string provider, string name,
        bool isMulti, UsdtOptions options)
    {
        string probe = $"{provider}:{name}";
        using var file = ExecutableFile.Open(path);
        List<UsdtNote> all = file.ReadProbes();
        UsdtNote[] places = [.. all.Where(n => n.Provider == provider && n.Name == name)];
        if (places.Length == 0)
            throw new BpfAttachException("attach a program", $"program '{programName}' to usdt {path}:{probe}", Errno.None, all.Count == 0
                ? "The file has no statically defined tracepoints (section .note.stapsdt)."
                : $"The file has no such probe.{CloseNames.Suggest(probe, all.Select(n => $"{n.Provider}:{n.Name}"))}");

        var ids = new Dictionary<string, uint>(StringComparer.Ordinal); // places with the same arguments share a description
        var parts = new List<Link>();
        try
        {
            foreach (UsdtNote place in places)
            {
                if (!ids.ContainsKey(place.Arguments))
                    ids.Add(place.Arguments, specs.Add(UsdtArgumentParser.Parse(place.Arguments, file.Machine, probe), options.Cookie));
            }
            if (isMulti)
            {
                parts.Add(UprobeMultiLink.Attach(program, programName, path, [.. places.Select(p => new UprobePlace(p.FileOffset, p.SemaphoreOffset, ids[p.Arguments]))],
                    atReturn: false, BpfAttachType.BPF_TRACE_UPROBE_MULTI, options.ProcessId));
            }
            else
            {
                foreach (UsdtNote place in places)
                {
                    parts.Add(UprobeLink.Attach(program, programName, path, place.FileOffset, atReturn: false, new UprobeOptions
                    {
                        ProcessId = options.ProcessId,
                        Cookie = ids[place.Arguments],
                        SemaphoreOffsetInFile = place.SemaphoreOffset,
                    }, isCookieNeeded: true));
                }
            }
            return new UsdtLink(programName, $"usdt {path}:{probe}", [.. parts], specs, [.. ids.Values]);
        }
        catch
        {
            foreach (Link part in parts) part.Dispose();
            specs.Free(ids.Values);
            throw;
        }
    }

    private protected override void Detach()
    {
        foreach (Link part in _parts) part.Dispose();
        if (Interlocked.Exchange(ref _ids, null) is { } ids) _specs.Free(ids);
    }
}
