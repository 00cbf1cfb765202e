using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary><c>bpf_tail_call</c>. The engines make it themselves, as only they can end a function; the row is there for its contract.</summary>
internal static unsafe class TailCallFunction
{
    internal static readonly HelperRow[] Rows = [new(ProgramImage.TailCallHelper, &GoOn)];

    private static ulong GoOn(RunContext run, ulong context, ulong map, ulong index, ulong unused4, ulong unused5) => RunContext.NoSuchEntry;
}
