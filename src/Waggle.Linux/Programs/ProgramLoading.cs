using System.Text;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;
using Waggle.Linux.Verdicts;

namespace Waggle.Linux.Programs;

/// <summary><c>BPF_PROG_LOAD</c>: without a log first, which is fast; a refused program once more, for the verifier's words.</summary>
internal static unsafe class ProgramLoading
{
    private const uint Sleepable = 1 << 4;               // BPF_F_SLEEPABLE
    private const uint Fragments = 1 << 5;               // BPF_F_XDP_HAS_FRAGS
    private const int FirstLogSize = 64 * 1024;
    private const int LargestLogSize = int.MaxValue / 2; // the kernel's limit is UINT_MAX >> 2
    private const int LargestUnaskedLogSize = 16 * 1024 * 1024; // the path of a million instructions, which tells less than its end

    /// <summary>Loads a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="image">Its instructions, with maps and kernel types filled in.</param>
    /// <param name="license">Licence of the object.</param>
    /// <param name="attachBtfId">Kernel type of the hook, for tracing programs; 0 for others.</param>
    /// <param name="debugInfo">Functions and lines, or null.</param>
    /// <param name="level">What to log of an accepted program.</param>
    /// <param name="log">The log, if one was asked for.</param>
    /// <param name="modules">Descriptors of the types of modules whose functions it calls; the first place is none's.</param>
    /// <param name="target">The program that attachBtfId is a function of; null for the kernel.</param>
    public static SafeDescriptor Load(
        ProgramSpec program, byte[] image, string license, uint attachBtfId, ProgramDebugInfo? debugInfo, VerifierLogLevel level, out string? log,
        IReadOnlyList<SafeDescriptor?>? modules = null, SafeDescriptor? target = null)
    {
        // The caller holds the descriptors open, so that their numbers stay theirs.
        int[] moduleNumbers = [.. (modules ?? []).Select(m => m is null ? 0 : (int)m.DangerousGetHandle())];
        using SafeDescriptor.Lease targetLease = target is null ? default : target.Use();
        byte[] licenseText = Encoding.UTF8.GetBytes(license + "\0");
        using SafeDescriptor.Lease types = debugInfo is null ? default : debugInfo.Types.Use();
        fixed (byte* instructions = image, licensePointer = licenseText, functions = debugInfo?.Functions, lines = debugInfo?.Lines)
        fixed (int* moduleNumbersPointer = moduleNumbers)
        {
            var attr = new ProgramLoadAttr
            {
                prog_type = (uint)program.Type,
                insn_cnt = (uint)(image.Length / Bpf.Instructions.Instruction.SizeInBytes),
                insns = (ulong)instructions,
                license = (ulong)licensePointer,
                prog_flags = (program.IsSleepable ? Sleepable : 0) | (program.HasFragments ? Fragments : 0),
                prog_name = KernelName.From(program.Name),
                expected_attach_type = program.ExpectedAttachType,
                attach_btf_id = attachBtfId,
                fd_array = (ulong)moduleNumbersPointer,
                attach_prog_fd = target is null ? 0 : targetLease.Number,
            };
            if (debugInfo is not null)
            {
                attr.prog_btf_fd = types.Number;
                (attr.func_info, attr.func_info_rec_size) = ((ulong)functions, BtfExt.FunctionSizeInBytes);
                attr.func_info_cnt = (uint)(debugInfo.Functions.Length / BtfExt.FunctionSizeInBytes);
                (attr.line_info, attr.line_info_rec_size) = ((ulong)lines, BtfExt.LineSizeInBytes);
                attr.line_info_cnt = (uint)(debugInfo.Lines.Length / BtfExt.LineSizeInBytes);
            }
            return Load(program, ref attr, level, out log);
        }
    }

    private static SafeDescriptor Load(ProgramSpec program, ref ProgramLoadAttr attr, VerifierLogLevel level, out string? log)
    {
        log = null;
        if (level == VerifierLogLevel.None)
        {
            if (BpfCall.Open(BpfCommand.BPF_PROG_LOAD, ref attr) is { } loaded) return loaded;
            // Before 5.11 a program beyond RLIMIT_MEMLOCK is refused with EPERM; what follows is then the second attempt.
            if (Libc.LastError == Errno.NotPermitted) MemoryLockLimit.TryRaise();
        }
        SafeDescriptor? result = level == VerifierLogLevel.None
            ? LoadWithLog(ref attr, VerifierLogLevel.Brief, LargestUnaskedLogSize, out log, out Errno error)
            : LoadWithLog(ref attr, level, LargestLogSize, out log, out error);
        if (result is not null) return result;

        if (VerifierLog.HasVerdict(log)) throw new VerifierException(program, error, log);
        throw KernelError.ProgramLoad($"program '{program}'", error, WantedFor(program.Type));
    }

    // A log that would be larger than the largest size is asked for again without the path: the verdict and statistics are short.
    private static SafeDescriptor? LoadWithLog(
        ref ProgramLoadAttr attr, VerifierLogLevel level, int largestSize, out string log, out Errno error)
    {
        for (int size = FirstLogSize; ;)
        {
            byte[] buffer = GC.AllocateUninitializedArray<byte>(size);
            buffer[0] = 0;
            fixed (byte* pointer = buffer)
            {
                (attr.log_buf, attr.log_size, attr.log_level, attr.log_true_size) = ((ulong)pointer, (uint)size, (uint)level, 0);
                SafeDescriptor? program = BpfCall.Open(BpfCommand.BPF_PROG_LOAD, ref attr);
                error = program is null ? Libc.LastError : Errno.None;
                if (error != Errno.NoSpace || size == largestSize || level == VerifierLogLevel.Statistics)
                {
                    int length = buffer.AsSpan().IndexOf((byte)0);
                    log = Encoding.UTF8.GetString(buffer, 0, length < 0 ? buffer.Length : length).Trim();
                    return program;
                }
                // Linux 6.4 says how much it needs; before that, guess.
                long wanted = Math.Max(attr.log_true_size, 8L * size);
                if (wanted > largestSize && largestSize < LargestLogSize) level = VerifierLogLevel.Statistics;
                else size = (int)Math.Min(largestSize, wanted);
            }
        }
    }

    private static ReadOnlySpan<Capability> WantedFor(ProgramType type) => type switch
    {
        ProgramType.Kprobe or ProgramType.Tracepoint or ProgramType.PerfEvent or ProgramType.RawTracepoint
            or ProgramType.RawTracepointWritable or ProgramType.Tracing or ProgramType.Lsm or ProgramType.Extension
            => new[] { Capability.Bpf, Capability.PerfMon },
        ProgramType.SocketFilter => new[] { Capability.Bpf },
        ProgramType.Syscall => new[] { Capability.Bpf },
        _ => new[] { Capability.Bpf, Capability.NetAdmin },
    };
}
