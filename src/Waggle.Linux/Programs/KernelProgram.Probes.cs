using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Links;
using Waggle.Linux.Usdt;

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

    /// <summary>Attaches it to several functions of a user-space file at once (Linux 6.6; sessions 6.13). It must have been loaded for it:
    /// section uprobe.multi, uretprobe.multi or uprobe.session.</summary>
    /// <exception cref="BpfAttachException">There is no such file, function or process, or the program was not loaded for it.</exception>
    public UprobeMultiLink AttachUprobeMulti(string path, IReadOnlyList<string> symbols, UprobeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        string file = ExecutablePath.Find(path);
        using var executable = ExecutableFile.Open(file);
        return AttachUprobeMulti(file, [.. symbols.Select(executable.FindFunction)], options ?? new UprobeOptions());
    }

    /// <summary>Attaches it to all functions of a user-space file whose names a pattern takes (Linux 6.6; sessions 6.13).</summary>
    /// <param name="path">The file; a bare name is looked for where the loader (libc.so.6) or the shell looks.</param>
    /// <param name="pattern">Such as "SSL_*": '*' stands for any text, '?' for one character.</param>
    /// <param name="options">Process, return, offset, cookie.</param>
    /// <exception cref="BpfAttachException">There is no such file, function or process, or the program was not loaded for it.</exception>
    public UprobeMultiLink AttachUprobeMulti(string path, string pattern, UprobeOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        string file = ExecutablePath.Find(path);
        using var executable = ExecutableFile.Open(file);
        return AttachUprobeMulti(file, executable.FindFunctions(pattern), options ?? new UprobeOptions());
    }

    /// <summary>Attaches it to a statically defined tracepoint (USDT), to all its places (Linux 5.15). The program is written with libbpf's
    /// usdt.bpf.h, and its object has the maps of that header.</summary>
    /// <param name="path">The file; a bare name is looked for where the loader (libc.so.6) or the shell looks.</param>
    /// <param name="provider">Who defined the probe.</param>
    /// <param name="name">The probe.</param>
    /// <param name="options">Process, cookie.</param>
    /// <exception cref="BpfAttachException">There is no such file, probe or process, or its arguments have a form that is not known.</exception>
    /// <exception cref="BpfNotSupportedException">The object has no map __bpf_usdt_specs, or the kernel has no cookies.</exception>
    public UsdtLink AttachUsdt(string path, string provider, string name, UsdtOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(provider);
        ArgumentException.ThrowIfNullOrEmpty(name);
        UsdtSpecTable specs = UsdtSpecs ?? throw new BpfNotSupportedException("attach a program", $"program '{Spec}'", Errno.None,
            $"Its object has no map {UsdtSpecTable.MapName}, in which it would find the arguments: include libbpf's usdt.bpf.h.");
        return UsdtLink.Attach(Descriptor, Name, specs, ExecutablePath.Find(path), provider, name,
            Spec.ExpectedAttachType == (uint)BpfAttachType.BPF_TRACE_UPROBE_MULTI, options ?? new UsdtOptions());
    }

    /// <summary>Where the object's programs find arguments of probes; null if it has no such map.</summary>
    internal UsdtSpecTable? UsdtSpecs { get; set; }

    private UprobeMultiLink AttachUprobeMulti(string file, ulong[] offsets, UprobeOptions options) =>
        UprobeMultiLink.Attach(Descriptor, Name, file,
            [.. offsets.Select(offset => new UprobePlace(offset + options.OffsetInBytes, options.SemaphoreOffsetInFile, options.Cookie))],
            options.AtReturn ?? IsReturnProbe, (BpfAttachType)Spec.ExpectedAttachType, options.ProcessId);

    /// <summary>Runs it each time an event was counted so often: sampling.</summary>
    /// <exception cref="ArgumentException">The options have neither period nor frequency, or both.</exception>
    /// <exception cref="BpfAttachException">The machine has no such event, thread or CPU.</exception>
    public PerfEventLink AttachPerfEvent(PerfEventOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return PerfEventLink.Attach(Descriptor, Name, options);
    }
}
