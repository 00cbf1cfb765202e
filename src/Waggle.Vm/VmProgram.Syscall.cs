using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;

namespace Waggle.Vm;

/// <summary>What the kernel takes and refuses for a syscall program, which the host runs on a context of its own (<c>bpf_prog_test_run_syscall</c>).</summary>
public sealed unsafe partial class VmProgram
{
    private const int LongestSyscallContext = ushort.MaxValue;

    private void RefuseSyscallContext(int length)
    {
        if (Spec.Type == ProgramType.Syscall && length > LongestSyscallContext)
            throw Refuse($"Its context has {length} bytes; a syscall program takes at most {LongestSyscallContext}.");
    }

    private void RefuseSyscallInput(scoped in ProgramRun run)
    {
        if (Spec.Type != ProgramType.Syscall) return;
        RefuseSyscallContext(run.Context.Length);
        if (!run.Packet.IsEmpty || run.Repeat > 0) throw Refuse("A syscall program takes no packet, and runs once.");
    }

    private BpfException Refuse(string cause) => new("run a program", ToString(), Errno.Invalid, cause);
}
