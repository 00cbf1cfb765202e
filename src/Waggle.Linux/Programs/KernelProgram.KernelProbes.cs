using System.Globalization;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Links;

namespace Waggle.Linux.Programs;

/// <content>Probes of kernel functions, and what sections say of probes.</content>
public sealed unsafe partial class KernelProgram
{
    /// <summary>Attaches it to a function of the kernel.</summary>
    /// <exception cref="BpfAttachException">The kernel has no such function, or forbids to probe it.</exception>
    /// <exception cref="BpfNotSupportedException">The kernel is built without kprobes.</exception>
    public KprobeLink AttachKprobe(string function, KprobeOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(function);
        options ??= new KprobeOptions();
        return KprobeLink.Attach(Descriptor, Name, function, options.AtReturn ?? IsReturnProbe, options);
    }

    /// <summary>Attaches it to the kernel's function for a system call, such as "openat": the machine's wrapper, or the function itself in
    /// a kernel without wrappers.</summary>
    /// <exception cref="BpfAttachException">The kernel has no such system call.</exception>
    /// <exception cref="BpfNotSupportedException">The kernel is built without kprobes.</exception>
    public KprobeLink AttachSystemCall(string name, KprobeOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        foreach (string function in KprobeLink.SystemCallFunctions(name))
        {
            try
            {
                return AttachKprobe(function, options);
            }
            catch (BpfAttachException error) when (error.Errno == Errno.NoEntry)
            {
                // the next name
            }
        }
        throw new BpfAttachException("attach a program", $"program '{Spec}'", Errno.NoEntry,
            $"The kernel has no system call '{name}': none of the functions {string.Join(", ", KprobeLink.SystemCallFunctions(name))}.");
    }

    /// <summary>Attaches it to several functions of the kernel at once (Linux 5.18; sessions 6.10). It must have been loaded for it: section
    /// kprobe.multi, kretprobe.multi or kprobe.session.</summary>
    /// <exception cref="BpfAttachException">A name is no function that can be probed, or the program was not loaded for it.</exception>
    /// <exception cref="BpfNotSupportedException">The kernel is built without it.</exception>
    public KprobeMultiLink AttachKprobeMulti(IReadOnlyList<string> functions, KprobeMultiOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(functions);
        RequireType(Waggle.Bpf.Catalog.ProgramType.Kprobe);
        options ??= new KprobeMultiOptions();
        return KprobeMultiLink.Attach(Descriptor, Name, functions, options.AtReturn ?? IsReturnProbe, KprobeMultiHook(), options);
    }

    /// <summary>Attaches it to all functions of the kernel and its modules whose names a pattern takes and that ftrace can stop at.</summary>
    /// <param name="pattern">Such as "vfs_*": '*' stands for any text, '?' for one character.</param>
    /// <param name="options">At entry or return.</param>
    /// <exception cref="BpfAttachException">There is no such function, or the program was not loaded for it.</exception>
    /// <exception cref="BpfPermissionException">The kernel hides its addresses, or the process may not read tracefs.</exception>
    /// <exception cref="BpfNotSupportedException">The kernel is built without it.</exception>
    public KprobeMultiLink AttachKprobeMulti(string pattern, KprobeMultiOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        RequireType(Waggle.Bpf.Catalog.ProgramType.Kprobe);
        using var traceFs = TraceFs.Open();
        return AttachKprobeMulti(KernelFunctions.FindAddresses(pattern, traceFs), options);
    }

    /// <summary>Attaches it to functions of the kernel by their addresses, as /proc/kallsyms has them.</summary>
    /// <exception cref="BpfAttachException">An address is no function's, or the program was not loaded for it.</exception>
    /// <exception cref="BpfNotSupportedException">The kernel is built without it.</exception>
    public KprobeMultiLink AttachKprobeMulti(IReadOnlyList<ulong> addresses, KprobeMultiOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        RequireType(Waggle.Bpf.Catalog.ProgramType.Kprobe);
        options ??= new KprobeMultiOptions();
        return KprobeMultiLink.Attach(Descriptor, Name, [.. addresses], options.AtReturn ?? IsReturnProbe, KprobeMultiHook(), options);
    }

    private BpfAttachType KprobeMultiHook() => Spec.ExpectedAttachType == (uint)BpfAttachType.BPF_TRACE_KPROBE_SESSION
        ? BpfAttachType.BPF_TRACE_KPROBE_SESSION
        : BpfAttachType.BPF_TRACE_KPROBE_MULTI;

    private string SectionKind => Spec.Section.TrimStart('?').Split('/', '.')[0];

    private bool IsReturnProbe => SectionKind is "uretprobe" or "kretprobe" or "kretsyscall";

    private Link AttachProbe(string hook)
    {
        switch (SectionKind)
        {
            case "kprobe" or "kretprobe" when Spec.ExpectedAttachType == 0:
                (string function, ulong offset) = SplitOffset(hook);
                return AttachKprobe(function, new KprobeOptions { OffsetInBytes = offset });
            case "kprobe" or "kretprobe":
                return hook.AsSpan().ContainsAny('*', '?') ? AttachKprobeMulti(hook) : AttachKprobeMulti(hook.Split(','));
            case "ksyscall" or "kretsyscall":
                return AttachSystemCall(hook);
            case "uprobe" or "uretprobe":
                int colon = hook.LastIndexOf(':');
                if (colon <= 0 || colon == hook.Length - 1) throw Malformed();
                (string path, string symbols) = (hook[..colon], hook[(colon + 1)..]);
                if (Spec.ExpectedAttachType != 0)
                    return symbols.AsSpan().ContainsAny('*', '?') ? AttachUprobeMulti(path, symbols) : AttachUprobeMulti(path, symbols.Split(','));
                (string symbol, ulong from) = SplitOffset(symbols);
                return TryParse(symbol, out ulong place)
                    ? AttachUprobe(path, place + from)
                    : AttachUprobe(path, symbol, new UprobeOptions { OffsetInBytes = from });
            case "usdt":
                string[] parts = hook.Split(':');
                return parts.Length == 3 && parts.All(part => part.Length > 0) ? AttachUsdt(parts[0], parts[1], parts[2]) : throw Malformed();
            default:
                throw new BpfNotSupportedException("attach a program", $"program '{Spec}'", Errno.None,
                    "The section of a probe that attaches by it starts with kprobe, kretprobe, ksyscall, kretsyscall, uprobe, uretprobe or usdt.");
        }
    }

    private (string Name, ulong Offset) SplitOffset(string target)
    {
        int plus = target.LastIndexOf('+');
        if (plus < 0) return (target, 0);
        return TryParse(target[(plus + 1)..], out ulong offset) ? (target[..plus], offset) : throw Malformed();
    }

    private BpfAttachException Malformed() => new("attach a program", $"program '{Spec}'", Errno.None,
        "The section of a probe is kprobe/FUNCTION[+OFFSET] or uprobe/PATH:SYMBOL[+OFFSET] or usdt/PATH:PROVIDER:NAME, such as uprobe/libc.so.6:malloc.");

    private static bool TryParse(string text, out ulong number) => text.StartsWith("0x", StringComparison.Ordinal)
        ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
