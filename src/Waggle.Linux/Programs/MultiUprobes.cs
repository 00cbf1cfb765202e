using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Programs;

/// <summary>Whether the kernel attaches to many places of a file at once, in a way that USDT programs can rely on (Linux 6.6 with its fix of
/// 6.10): such programs are then loaded for it.</summary>
/// <remarks>The attempts are those of libbpf (<c>probe_uprobe_multi_link</c> in tools/lib/bpf/features.c), so that both decide alike.</remarks>
internal static unsafe class MultiUprobes
{
    private const string Usdt = "usdt";
    private const uint NoProcess = uint.MaxValue; // pid -1

    private static bool? s_isReliable;

    /// <summary>A program of a section for USDT as it is to be loaded; any other as it is.</summary>
    public static ProgramSpec Prefer(ProgramSpec program) =>
        program.ExpectedAttachType == 0 && program.Type == ProgramType.Kprobe && IsForUsdt(program.Section) && AreReliable()
            ? program with { ExpectedAttachType = (uint)BpfAttachType.BPF_TRACE_UPROBE_MULTI }
            : program;

    // "usdt", "usdt/…", "usdt.s/…"; '?' in front leaves it out by default.
    private static bool IsForUsdt(string section)
    {
        ReadOnlySpan<char> kind = section.AsSpan().TrimStart('?');
        return kind.StartsWith(Usdt, StringComparison.Ordinal) && (kind.Length == Usdt.Length || kind[Usdt.Length] is '/' or '.');
    }

    private static bool AreReliable()
    {
        if (s_isReliable is { } known) return known;
        try
        {
            using SafeDescriptor program = LoadTrivial();
            // A folder has no code: EBADF says that the kernel came as far as to look at it. Before 6.10 the process was taken for a
            // thread, and whether one will be asked for is known too late: kernels that turn down the number -1 at once have the fix.
            bool isReliable = Attach(program, processId: 0) == Errno.BadDescriptor && Attach(program, NoProcess) == Errno.Invalid;
            s_isReliable = isReliable;
            return isReliable;
        }
        catch (BpfPermissionException)
        {
            return false; // says nothing about the kernel
        }
        catch (BpfException)
        {
            s_isReliable = false;
            return false;
        }
    }

    private static SafeDescriptor LoadTrivial()
    {
        ProgramSpec spec = new()
        {
            Name = "waggle_probe",
            Section = "uprobe.multi",
            Type = ProgramType.Kprobe,
            ExpectedAttachType = (uint)BpfAttachType.BPF_TRACE_UPROBE_MULTI,
            Instructions = [Instruction.Move(Register.R0, 0), Instruction.Exit],
        };
        return ProgramLoading.Load(spec, ProgramImage.Link(spec, new Dictionary<string, Maps.KernelMap>()), "GPL", attachBtfId: 0,
            debugInfo: null, VerifierLogLevel.None, out _);
    }

    private static Errno Attach(SafeDescriptor program, uint processId)
    {
        ulong offset = 0;
        using SafeDescriptor.Lease lease = program.Use();
        fixed (byte* path = "/\0"u8)
        {
            var attr = new LinkCreateAttr
            {
                prog_fd = lease.Number,
                attach_type = BpfAttachType.BPF_TRACE_UPROBE_MULTI,
                uprobe_path = (ulong)path,
                uprobe_offsets = (ulong)&offset,
                uprobe_cnt = 1,
                uprobe_pid = processId,
            };
            using SafeDescriptor? link = BpfCall.Open(BpfCommand.BPF_LINK_CREATE, ref attr);
            return link is null ? Libc.LastError : Errno.None;
        }
    }
}
