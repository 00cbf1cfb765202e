using System.Globalization;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Links;

namespace Waggle.Linux.Programs;

/// <content>Probes: functions of user-space programs and of the kernel, and sampling.</content>
public sealed unsafe partial class KernelProgram
{
    /// <summary>Attaches it to a function of a user-space program or library.</summary>
    /// <param name="path">The file; a bare name is looked for where the loader (libc.so.6) or the shell looks.</param>
    /// <param name="symbol">Name of the function in the file's symbol tables.</param>
    /// <param name="options">Process, return, offset, cookie.</param>
    /// <exception cref="BpfAttachException">There is no such file, function or process; close names are suggested.</exception>
    /// <exception cref="BpfNotSupportedException">The kernel is built without uprobes.</exception>
    public UprobeLink AttachUprobe(string path, string symbol, UprobeOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(symbol);
        options ??= new UprobeOptions();
        string file = ExecutablePath.Find(path);
        using var executable = ExecutableFile.Open(file);
        return AttachUprobe(file, executable.FindFunction(symbol) + options.OffsetInBytes, options with { OffsetInBytes = 0 });
    }

    /// <summary>Attaches it to an instruction of a user-space program or library.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fileOffset">Where the instruction starts in the file, in bytes; not its virtual address.</param>
    /// <param name="options">Process, return, offset, cookie.</param>
    /// <exception cref="BpfAttachException">There is no such file or process, or no breakpoint can be set there.</exception>
    /// <exception cref="BpfNotSupportedException">The kernel is built without uprobes.</exception>
    public UprobeLink AttachUprobe(string path, ulong fileOffset, UprobeOptions? options = null)
    {
        options ??= new UprobeOptions();
        return UprobeLink.Attach(Descriptor, Name, ExecutablePath.Find(path), fileOffset + options.OffsetInBytes,
            options.AtReturn ?? IsReturnProbe, options);
    }

    /// <summary>Attaches it to several functions of a user-space file at once (Linux 6.6). It must have been loaded for it: section
    /// uprobe.multi, uretprobe.multi or uprobe.session.</summary>
    /// <exception cref="BpfAttachException">There is no such file, function or process, or the program was not loaded for it.</exception>
    public UprobeMultiLink AttachUprobeMulti(string path, IReadOnlyList<string> symbols, UprobeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        options ??= new UprobeOptions();
        string file = ExecutablePath.Find(path);
        using var executable = ExecutableFile.Open(file);
        ulong[] offsets = [.. symbols.Select(symbol => executable.FindFunction(symbol) + options.OffsetInBytes)];
        return UprobeMultiLink.Attach(Descriptor, Name, file, offsets, options.AtReturn ?? IsReturnProbe, (BpfAttachType)Spec.ExpectedAttachType, options);
    }

    /// <summary>Attaches it to a function of the kernel.</summary>
    /// <exception cref="BpfAttachException">The kernel has no such function, or forbids to probe it.</exception>
    /// <exception cref="BpfNotSupportedException">The kernel is built without kprobes.</exception>
    public KprobeLink AttachKprobe(string function, KprobeOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(function);
        options ??= new KprobeOptions();
        return KprobeLink.Attach(Descriptor, Name, function, options.AtReturn ?? IsReturnProbe, options);
    }

    /// <summary>Attaches it to the kernel's function for a system call, such as "openat".</summary>
    /// <exception cref="BpfAttachException">The kernel has no such system call.</exception>
    /// <exception cref="BpfNotSupportedException">The kernel is built without kprobes.</exception>
    public KprobeLink AttachSystemCall(string name, KprobeOptions? options = null) => AttachKprobe(KprobeLink.SystemCallFunction(name), options);

    /// <summary>Runs it each time an event was counted so often: sampling.</summary>
    /// <exception cref="ArgumentException">The options have neither period nor frequency, or both.</exception>
    /// <exception cref="BpfAttachException">The machine has no such event, thread or CPU.</exception>
    public PerfEventLink AttachPerfEvent(PerfEventOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return PerfEventLink.Attach(Descriptor, Name, options);
    }

    private string SectionKind => Spec.Section.TrimStart('?').Split('/', '.')[0];

    private bool IsReturnProbe => SectionKind is "uretprobe" or "kretprobe" or "kretsyscall";

    private Link AttachProbe(string hook)
    {
        switch (SectionKind)
        {
            case "kprobe" or "kretprobe" when Spec.ExpectedAttachType == 0:
                (string function, ulong offset) = SplitOffset(hook);
                return AttachKprobe(function, new KprobeOptions { OffsetInBytes = offset });
            case "ksyscall" or "kretsyscall":
                return AttachSystemCall(hook);
            case "uprobe" or "uretprobe":
                int colon = hook.LastIndexOf(':');
                if (colon <= 0 || colon == hook.Length - 1) throw Malformed();
                (string path, string symbols) = (hook[..colon], hook[(colon + 1)..]);
                if (Spec.ExpectedAttachType != 0) return AttachUprobeMulti(path, symbols.Split(','));
                (string symbol, ulong from) = SplitOffset(symbols);
                return TryParse(symbol, out ulong place)
                    ? AttachUprobe(path, place + from)
                    : AttachUprobe(path, symbol, new UprobeOptions { OffsetInBytes = from });
            default:
                throw new BpfNotSupportedException("attach a program", $"program '{Spec}'", Errno.None,
                    "This version attaches kprobe/, kretprobe/, ksyscall/, uprobe/, uretprobe/ and uprobe.multi/ by their section.");
        }
    }

    private (string Name, ulong Offset) SplitOffset(string target)
    {
        int plus = target.LastIndexOf('+');
        if (plus < 0) return (target, 0);
        return TryParse(target[(plus + 1)..], out ulong offset) ? (target[..plus], offset) : throw Malformed();
    }

    private BpfAttachException Malformed() => new("attach a program", $"program '{Spec}'", Errno.None,
        "The section of a probe is kprobe/FUNCTION[+OFFSET] or uprobe/PATH:SYMBOL[+OFFSET], such as uprobe/libc.so.6:malloc.");

    private static bool TryParse(string text, out ulong number) => text.StartsWith("0x", StringComparison.Ordinal)
        ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
