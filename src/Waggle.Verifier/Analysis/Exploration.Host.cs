using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Verifier.Code;
using Waggle.Verifier.Kernels;
using Waggle.Verifier.Numbers;
using Waggle.Verifier.Proofs;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>Programs that an application runs, in hooks of its own and with helpers of its own.</content>
internal sealed partial class Exploration
{
    // Whether no kernel has a say in what the context is and which helpers there are.
    private bool IsOfHost => _policy.Host is not null && _program.Type == ProgramType.Unspecified;

    // Of an application's helper its own contract; of Linux's, in a program without a type, whichever there is.
    private HelperContract? FindOwnHelper(int number)
    {
        if (_policy.Host is not { } host) return null;
        if (host.Helpers.TryGetValue(number, out HelperContract? own)) return own;
        return IsOfHost && HelperContracts.Of(number) is [var contract, ..] ? contract : null;
    }

    // An application has functions of its own and may have some of Linux's; of a kernel's variables it has none.
    private static bool MayHave(ProgramHost host, ExternSpec wanted, string name) =>
        wanted.Kind == ExternKind.Function && (host.Functions.ContainsKey(name) || !KernelFunctions.Of(name).IsEmpty);

    // r1 points to memory that is as long as r2 says, and that is at least so much.
    private void SetMemory(int size)
    {
        Registers[FirstArgument] = RegisterState.Pointer(RegisterKind.Memory) with { Range = size };
        Registers[FirstArgument + 1] = RegisterState.Unknown;
        Registers[FirstArgument + 1].Number = Scalar.Range((ulong)size, int.MaxValue);
        MemoryNeeded = size;
    }

    // Anywhere in the context, and for a write only where each byte may be written.
    private void CheckHostContext(int register, int offset, int size, bool isWrite)
    {
        ContextLayout layout = Layout!;
        CheckRegion(register, offset, size, layout.SizeInBytes, Rule.ContextAccess);
        if (!isWrite) return;
        ref readonly RegisterState pointer = ref Registers[register];
        long last = (long)pointer.Number.UMax + offset + size;
        for (long at = pointer.Number.SMin + offset; at < last; at++)
        {
            if (layout.FindWrite((int)at, 1, 0) is null) throw Reject(Rule.ContextAccess, $"byte {at} of the context can only be read");
        }
    }
}
