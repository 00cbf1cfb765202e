using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Programs;

/// <summary>A program that the kernel has accepted. Disposing it unloads it once nothing is attached any more.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed unsafe partial class KernelProgram : IDisposable
{
    internal KernelProgram(ProgramSpec spec, SafeDescriptor descriptor, string? verifierLog)
    {
        (Spec, Descriptor, VerifierLog) = (spec, descriptor, verifierLog);
        Id = ReadInfo().id;
    }

    /// <summary>What it was made from.</summary>
    public ProgramSpec Spec { get; }

    /// <summary>Name of the function.</summary>
    public string Name => Spec.Name;

    /// <summary>The kernel's number for it, which <c>bpftool prog</c> shows.</summary>
    public uint Id { get; }

    /// <summary>The verifier's log, if one was asked for at load.</summary>
    public string? VerifierLog { get; }

    internal SafeDescriptor Descriptor { get; }

    /// <summary>Reads what the kernel counted.</summary>
    public ProgramStatistics ReadStatistics()
    {
        ProgramInfo info = ReadInfo();
        return new ProgramStatistics(TimeSpan.FromMicroseconds(info.run_time_ns / 1000.0), info.run_cnt, info.recursion_misses,
            info.verified_insns, info.xlated_prog_len, info.jited_prog_len);
    }

    /// <summary>Closes the program.</summary>
    public void Dispose() => Descriptor.Dispose();

    /// <summary>Section and name.</summary>
    public override string ToString() => $"program '{Spec}'";

    private ProgramInfo ReadInfo()
    {
        ProgramInfo info = default;
        using SafeDescriptor.Lease lease = Descriptor.Use();
        var attr = new ObjectInfoAttr { bpf_fd = lease.Number, info_len = (uint)sizeof(ProgramInfo), info = (ulong)&info };
        return BpfCall.Invoke(BpfCommand.BPF_OBJ_GET_INFO_BY_FD, ref attr) >= 0
            ? info
            : throw KernelError.Other("read what the kernel says of a program", $"program '{Spec}'", Libc.LastError, Capability.SysAdmin);
    }
}
