using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Memory accesses that a mode's quick check does not let through: what is left are the context, other regions, and faults.</summary>
internal static unsafe class Access
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static ulong Load<TMode>(RunContext run, int slot, ulong address, int size, ulong* r, bool isSigned) where TMode : struct, IAccessMode
    {
        if (run.IsInContext(address, out long offset))
        {
            if (!run.TryLoadContext(offset, size, isSigned, out ulong value)) Faults.Memory(run, slot, r, address, size, isWrite: false);
            return value;
        }

        if (TMode.IsChecked)
        {
            if (!run.IsAllowed(address, size, isWrite: false, (byte*)r[10])) Faults.Memory(run, slot, r, address, size, isWrite: false);
            run.RememberReadOnly(address);
        }

        return size switch
        {
            1 => *(byte*)address,
            2 => Unsafe.ReadUnaligned<ushort>((void*)address),
            4 => Unsafe.ReadUnaligned<uint>((void*)address),
            _ => Unsafe.ReadUnaligned<ulong>((void*)address),
        };
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void CheckStore<TMode>(RunContext run, int slot, ulong address, int size, ulong* r) where TMode : struct, IAccessMode
    {
        if (!TMode.IsChecked) return;
        bool isAllowed = run.IsInContext(address, out long offset)
            ? run.Current.Image.Context.IsWritable(offset, size)
            : run.IsAllowed(address, size, isWrite: true, (byte*)r[10]);
        if (!isAllowed) Faults.Memory(run, slot, r, address, size, isWrite: true);
    }

    internal static void CheckAtomic<TMode>(RunContext run, int slot, ulong address, int size, bool isWrite, ulong* r) where TMode : struct, IAccessMode
    {
        if (!TMode.IsChecked) return;
        // Unaligned ones are slow on x86 and fail on arm64; Linux's verifier refuses them too.
        if ((address & (ulong)(size - 1)) != 0) Faults.Alignment(run, slot, r, address, size);
        if (run.IsInContext(address, out _)) Faults.Memory(run, slot, r, address, size, isWrite); // refused by Linux as well
        if (!TMode.AllowsStore(run, address, size, r) && !run.IsAllowed(address, size, isWrite, (byte*)r[10]))
            Faults.Memory(run, slot, r, address, size, isWrite);
    }
}
