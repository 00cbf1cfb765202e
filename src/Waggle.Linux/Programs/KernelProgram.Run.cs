using System.Buffers;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Programs;

/// <summary>Test runs: <c>BPF_PROG_TEST_RUN</c>.</summary>
public sealed unsafe partial class KernelProgram
{
    private const int MaximumInterruptions = 16;
    private const Errno BadAddress = (Errno)14; // EFAULT

    /// <inheritdoc/>
    /// <exception cref="BpfPermissionException">The process lacks CAP_BPF, or CAP_NET_ADMIN or CAP_PERFMON for this type.</exception>
    /// <remarks><c>BPF_PROG_TEST_RUN</c>; raw tracepoints since Linux 5.10.</remarks>
    public override ProgramRunResult Run(scoped in ProgramRun run)
    {
        using SafeDescriptor.Lease lease = Descriptor.Use();
        fixed (byte* contextIn = run.Context, contextOut = run.ContextOut, packetIn = run.Packet, packetOut = run.PacketOut)
        {
            // A syscall program's context is one buffer for both directions (bpf_prog_test_run_syscall).
            bool isInPlace = Spec.Type == ProgramType.Syscall && run.Context.Length > 0;
            if (isInPlace && run.ContextOut.IsEmpty) return RunOnCopy(run);
            if (isInPlace) CopyForSyscall(run);
            var attr = new ProgramTestRunAttr
            {
                prog_fd = lease.Number,
                ctx_in = (ulong)(isInPlace ? contextOut : contextIn),
                ctx_size_in = (uint)run.Context.Length,
                ctx_out = isInPlace ? 0 : (ulong)contextOut,
                ctx_size_out = isInPlace ? 0 : (uint)run.ContextOut.Length,
                data_in = (ulong)packetIn,
                data_size_in = (uint)run.Packet.Length,
                data_out = (ulong)packetOut,
                data_size_out = (uint)run.PacketOut.Length,
                repeat = (uint)run.Repeat,
                flags = (uint)run.Flags,
                cpu = (uint)run.Cpu,
                batch_size = (uint)run.BatchSize,
            };
            Errno error = Invoke(ref attr);
            if (error != Errno.None) throw RunError(error, attr, run);
            return new ProgramRunResult(attr.retval, TimeSpan.FromMicroseconds(attr.duration / 1000.0))
            {
                AverageNanoseconds = attr.duration,
                PacketLength = (int)attr.data_size_out,
                ContextLength = isInPlace ? run.Context.Length : (int)attr.ctx_size_out,
            };
        }
    }

    // A signal ends a run of many repetitions with EINTR, and the runtime sends some.
    private static Errno Invoke(ref ProgramTestRunAttr attr)
    {
        for (int interruptions = 0; ; interruptions++)
        {
            if (BpfCall.Invoke(BpfCommand.BPF_PROG_TEST_RUN, ref attr) >= 0) return Errno.None;
            Errno error = Libc.LastError;
            if (error is not (Errno.Interrupted or Errno.TryAgain) || interruptions == MaximumInterruptions) return error;
        }
    }

    // The kernel writes to the context, and the caller's is not for writing.
    private ProgramRunResult RunOnCopy(scoped in ProgramRun run)
    {
        byte[] copy = ArrayPool<byte>.Shared.Rent(run.Context.Length);
        try
        {
            return Run(new ProgramRun
            {
                Context = run.Context,
                ContextOut = copy,
                Packet = run.Packet,
                PacketOut = run.PacketOut,
                Repeat = run.Repeat,
                Cpu = run.Cpu,
                Flags = run.Flags,
                BatchSize = run.BatchSize,
            });
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    private static void CopyForSyscall(scoped in ProgramRun run)
    {
        if (run.ContextOut.Length < run.Context.Length)
            throw new ArgumentException($"A syscall program's context comes back whole: {run.Context.Length} bytes, and there is room for {run.ContextOut.Length}.", nameof(run));
        run.Context.CopyTo(run.ContextOut);
    }

    private BpfException RunError(Errno error, in ProgramTestRunAttr attr, scoped in ProgramRun run)
    {
        const string Operation = "run a program";
        string name = $"program '{Spec}'";
        return error switch
        {
            Errno.NoSpace when attr.data_size_out > run.PacketOut.Length => new BpfException(Operation, name, error,
                $"The packet that it left has {attr.data_size_out} bytes, and there is room for {run.PacketOut.Length}."),
            Errno.NoSpace => new BpfException(Operation, name, error,
                $"The context that it left has {attr.ctx_size_out} bytes, and there is room for {run.ContextOut.Length}."),
            // bpf_prog_test_run_tracing knows these three only, and answers so for all others.
            BadAddress when Spec.Type == ProgramType.Tracing => new BpfNotSupportedException(Operation, name, error,
                "Of the tracing programs the kernel runs fentry, fexit and fmod_ret, by calling functions made for it that they are attached to; "
                + "a raw_tp program does what a tp_btf one does, and can be run."),
            Errno.Invalid => new BpfException(Operation, name, error,
                $"The input does not fit a program of type {Spec.Type}: a packet has at least 14 bytes, a context the fields that the kernel lets "
                + "one set and zeros elsewhere, and what the type does not take (see ProgramRun) is empty."),
            _ => KernelError.Other(Operation, name, error, Capability.Bpf, Capability.PerfMon, Capability.NetAdmin),
        };
    }
}
