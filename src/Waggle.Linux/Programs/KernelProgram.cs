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

    /// <summary>Runs it once, or as often as asked, on made-up input (<c>BPF_PROG_TEST_RUN</c>; raw tracepoints since Linux 5.10).</summary>
    /// <param name="context">The context; for a raw tracepoint its arguments, 8 bytes each.</param>
    /// <param name="data">A packet, for the types that take one.</param>
    /// <param name="repeat">Times to run; 0 for the types that take no repetition, such as raw tracepoints.</param>
    /// <exception cref="BpfNotSupportedException">The kernel can't run this type.</exception>
    public ProgramRunResult Run(ReadOnlySpan<byte> context = default, ReadOnlySpan<byte> data = default, int repeat = 0)
    {
        using SafeDescriptor.Lease lease = Descriptor.Use();
        fixed (byte* contextPointer = context, dataPointer = data)
        {
            var attr = new ProgramTestRunAttr
            {
                prog_fd = lease.Number,
                ctx_in = (ulong)contextPointer,
                ctx_size_in = (uint)context.Length,
                data_in = (ulong)dataPointer,
                data_size_in = (uint)data.Length,
                repeat = (uint)repeat,
            };
            return BpfCall.Invoke(BpfCommand.BPF_PROG_TEST_RUN, ref attr) >= 0
                ? new ProgramRunResult(attr.retval, TimeSpan.FromMicroseconds(attr.duration / 1000.0))
                : throw KernelError.Other("run a program", $"program '{Spec}'", Libc.LastError, Capability.Bpf, Capability.PerfMon);
        }
    }

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
