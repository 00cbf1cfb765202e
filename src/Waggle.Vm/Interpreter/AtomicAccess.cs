using System.Runtime.CompilerServices;
using Waggle.Bpf.Instructions;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Atomic operations (RFC 9669 section 5.3), and loads and stores that order what is around them.</summary>
internal sealed unsafe class AtomicAccess<TMode>(AtomicOperation operation, int size) : Handler where TMode : struct, IAccessMode
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override ulong Run(RunContext run, ref Op op, ulong* r, ulong last)
    {
        if (operation is AtomicOperation.LoadAcquire or AtomicOperation.StoreRelease) Order(run, ref op, r);
        else Change(run, ref op, r);
        op = ref Unsafe.Add(ref op, 1);
        return op.Handler.Run(run, ref op, r, last);
    }

    private void Change(RunContext run, ref Op op, ulong* r)
    {
        ulong address = r[op.Destination] + (ulong)op.Offset;
        Access.CheckAtomic<TMode>(run, op.Slot, address, size, isWrite: true, r);
        if (size == sizeof(ulong)) Change8((ulong*)address, ref r[op.Source], ref r[0]);
        else Change4((uint*)address, ref r[op.Source], ref r[0]);
    }

    private void Change8(ulong* place, ref ulong operand, ref ulong r0)
    {
        switch (operation)
        {
            case AtomicOperation.Add: Atomics.FetchAdd(place, operand); break;
            case AtomicOperation.Or: Atomics.FetchOr(place, operand); break;
            case AtomicOperation.And: Atomics.FetchAnd(place, operand); break;
            case AtomicOperation.Xor: Atomics.FetchXor(place, operand); break;
            case AtomicOperation.FetchAdd: operand = Atomics.FetchAdd(place, operand); break;
            case AtomicOperation.FetchOr: operand = Atomics.FetchOr(place, operand); break;
            case AtomicOperation.FetchAnd: operand = Atomics.FetchAnd(place, operand); break;
            case AtomicOperation.FetchXor: operand = Atomics.FetchXor(place, operand); break;
            case AtomicOperation.Exchange: operand = Atomics.Exchange(place, operand); break;
            default: r0 = Atomics.CompareExchange(place, operand, r0); break;
        }
    }

    private void Change4(uint* place, ref ulong register, ref ulong r0)
    {
        uint operand = (uint)register;
        switch (operation)
        {
            case AtomicOperation.Add: Atomics.FetchAdd(place, operand); break;
            case AtomicOperation.Or: Atomics.FetchOr(place, operand); break;
            case AtomicOperation.And: Atomics.FetchAnd(place, operand); break;
            case AtomicOperation.Xor: Atomics.FetchXor(place, operand); break;
            case AtomicOperation.FetchAdd: register = Atomics.FetchAdd(place, operand); break;
            case AtomicOperation.FetchOr: register = Atomics.FetchOr(place, operand); break;
            case AtomicOperation.FetchAnd: register = Atomics.FetchAnd(place, operand); break;
            case AtomicOperation.FetchXor: register = Atomics.FetchXor(place, operand); break;
            case AtomicOperation.Exchange: register = Atomics.Exchange(place, operand); break;
            default: r0 = Atomics.CompareExchange(place, operand, (uint)r0); break;
        }
    }

    private void Order(RunContext run, ref Op op, ulong* r)
    {
        bool isLoad = operation == AtomicOperation.LoadAcquire;
        void* address = (void*)(r[isLoad ? op.Source : op.Destination] + (ulong)op.Offset);
        Access.CheckAtomic<TMode>(run, op.Slot, (ulong)address, size, !isLoad, r);
        switch (size, isLoad)
        {
            case (1, true): r[op.Destination] = Volatile.Read(ref *(byte*)address); break;
            case (2, true): r[op.Destination] = Volatile.Read(ref *(ushort*)address); break;
            case (4, true): r[op.Destination] = Volatile.Read(ref *(uint*)address); break;
            case (8, true): r[op.Destination] = Volatile.Read(ref *(ulong*)address); break;
            case (1, false): Volatile.Write(ref *(byte*)address, (byte)r[op.Source]); break;
            case (2, false): Volatile.Write(ref *(ushort*)address, (ushort)r[op.Source]); break;
            case (4, false): Volatile.Write(ref *(uint*)address, (uint)r[op.Source]); break;
            default: Volatile.Write(ref *(ulong*)address, r[op.Source]); break;
        }
    }
}
