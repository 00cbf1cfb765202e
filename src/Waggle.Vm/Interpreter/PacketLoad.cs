using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Loads from the packet, as classic BPF does.</summary>
/// <param name="exit">What ends a function.</param>
/// <param name="size">Bytes.</param>
/// <param name="isIndexed">Whether the source register counts.</param>
internal sealed unsafe class PacketLoad(Exit exit, int size, bool isIndexed) : Handler
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override ulong Run(RunContext run, ref Op op, ulong* r, ulong last)
    {
        // Outside of the packet ends the function with 0 (gen_ld_abs in net/core/filter.c).
        if (!run.TryLoadPacket(size, (isIndexed ? (uint)r[op.Source] : 0) + (uint)op.Immediate, out r[0])) return exit.Run(run, ref op, r, last);
        RegisterWindow.ClearArguments(r);
        last = r[0];
        op = ref Unsafe.Add(ref op, 1);
        return op.Handler.Run(run, ref op, r, last);
    }
}
