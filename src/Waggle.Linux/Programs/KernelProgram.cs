using Waggle.Bpf.Engines;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Programs;

/// <summary>A program that the kernel has accepted. Disposing it unloads it once nothing is attached any more.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed unsafe partial class KernelProgram : LiveProgram, IDescriptorOwner
{
    internal KernelProgram(ProgramSpec spec, SafeDescriptor descriptor, string? verifierLog) : base(spec)
    {
        (Descriptor, VerifierLog) = (descriptor, verifierLog);
        Id = ReadInfo().id;
    }

    /// <summary>The kernel's number for it, which <c>bpftool prog</c> shows.</summary>
    public uint Id { get; }

    /// <summary>The verifier's log, if one was asked for at load.</summary>
    public string? VerifierLog { get; }

    internal SafeDescriptor Descriptor { get; }

    SafeDescriptor IDescriptorOwner.Descriptor => Descriptor;

    /// <summary>Reads what the kernel counted.</summary>
    public ProgramStatistics ReadStatistics()
    {
        ProgramInfo info = ReadInfo();
        return new ProgramStatistics(TimeSpan.FromMicroseconds(info.run_time_ns / 1000.0), info.run_cnt, info.recursion_misses,
            info.verified_insns, info.xlated_prog_len, info.jited_prog_len);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing) => Descriptor.Dispose();

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
