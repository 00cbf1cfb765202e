using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

internal sealed unsafe partial class InterpretedProgram
{
    // Loads that the quick check lets through do not come here: what is left are the context, other regions, and faults.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong LoadElsewhere<TMode>(RunContext run, int slot, ulong address, int size, ulong* r, bool isSigned = false) where TMode : struct, IAccessMode
    {
        if (run.IsInContext(address, out long offset))
        {
            if (!run.TryLoadContext(offset, size, isSigned, out ulong value)) Faults.Memory(run, slot, r, address, size, isWrite: false);
            return value;
        }

        if (TMode.IsChecked && !run.IsAllowed(address, size, isWrite: false, (byte*)r[10])) Faults.Memory(run, slot, r, address, size, isWrite: false);
        return size switch
        {
            1 => *(byte*)address,
            2 => Unsafe.ReadUnaligned<ushort>((void*)address),
            4 => Unsafe.ReadUnaligned<uint>((void*)address),
            _ => Unsafe.ReadUnaligned<ulong>((void*)address),
        };
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CheckStore<TMode>(RunContext run, int slot, ulong address, int size, ulong* r) where TMode : struct, IAccessMode
    {
        if (!TMode.IsChecked) return;
        bool isAllowed = run.IsInContext(address, out long offset)
            ? run.Current.Image.Context.IsWritable(offset, size)
            : run.IsAllowed(address, size, isWrite: true, (byte*)r[10]);
        if (!isAllowed) Faults.Memory(run, slot, r, address, size, isWrite: true);
    }

    private static void CheckAtomic<TMode>(RunContext run, int slot, ulong address, int size, bool isWrite, ulong* r) where TMode : struct, IAccessMode
    {
        if (!TMode.IsChecked) return;
        // Unaligned ones are slow on x86 and fail on arm64; Linux's verifier refuses them too.
        if ((address & (ulong)(size - 1)) != 0) Faults.Alignment(run, slot, r, address, size);
        if (run.IsInContext(address, out _)) Faults.Memory(run, slot, r, address, size, isWrite); // refused by Linux as well
        if (!TMode.AllowsStore(run, address, size, r) && !run.IsAllowed(address, size, isWrite, (byte*)r[10]))
            Faults.Memory(run, slot, r, address, size, isWrite);
    }

    private static void ExecuteAtomic<TMode>(RunContext run, int slot, Op* op, ulong* r) where TMode : struct, IAccessMode
    {
        if (op->Code >= OpCode.LoadAcquire1)
        {
            ExecuteOrdered<TMode>(run, slot, op, r);
            return;
        }

        bool isWide = op->Code >= OpCode.AtomicAdd8;
        ulong address = r[op->Destination] + (ulong)op->Offset;
        CheckAtomic<TMode>(run, slot, address, isWide ? 8 : 4, isWrite: true, r);
        if (isWide) Atomic8(op->Code, (ulong*)address, op->Source, r);
        else Atomic4(op->Code, (uint*)address, op->Source, r);
    }

    private static void Atomic8(OpCode code, ulong* place, int source, ulong* r)
    {
        ulong operand = r[source];
        switch (code)
        {
            case OpCode.AtomicAdd8: Atomics.FetchAdd(place, operand); break;
            case OpCode.AtomicOr8: Atomics.FetchOr(place, operand); break;
            case OpCode.AtomicAnd8: Atomics.FetchAnd(place, operand); break;
            case OpCode.AtomicXor8: Atomics.FetchXor(place, operand); break;
            case OpCode.AtomicFetchAdd8: r[source] = Atomics.FetchAdd(place, operand); break;
            case OpCode.AtomicFetchOr8: r[source] = Atomics.FetchOr(place, operand); break;
            case OpCode.AtomicFetchAnd8: r[source] = Atomics.FetchAnd(place, operand); break;
            case OpCode.AtomicFetchXor8: r[source] = Atomics.FetchXor(place, operand); break;
            case OpCode.AtomicExchange8: r[source] = Atomics.Exchange(place, operand); break;
            default: r[0] = Atomics.CompareExchange(place, operand, r[0]); break;
        }
    }

    private static void Atomic4(OpCode code, uint* place, int source, ulong* r)
    {
        uint operand = (uint)r[source];
        switch (code)
        {
            case OpCode.AtomicAdd4: Atomics.FetchAdd(place, operand); break;
            case OpCode.AtomicOr4: Atomics.FetchOr(place, operand); break;
            case OpCode.AtomicAnd4: Atomics.FetchAnd(place, operand); break;
            case OpCode.AtomicXor4: Atomics.FetchXor(place, operand); break;
            case OpCode.AtomicFetchAdd4: r[source] = Atomics.FetchAdd(place, operand); break;
            case OpCode.AtomicFetchOr4: r[source] = Atomics.FetchOr(place, operand); break;
            case OpCode.AtomicFetchAnd4: r[source] = Atomics.FetchAnd(place, operand); break;
            case OpCode.AtomicFetchXor4: r[source] = Atomics.FetchXor(place, operand); break;
            case OpCode.AtomicExchange4: r[source] = Atomics.Exchange(place, operand); break;
            default: r[0] = Atomics.CompareExchange(place, operand, (uint)r[0]); break;
        }
    }

    private static void ExecuteOrdered<TMode>(RunContext run, int slot, Op* op, ulong* r) where TMode : struct, IAccessMode
    {
        bool isLoad = (op->Code - OpCode.LoadAcquire1) % 2 == 0;
        int size = 1 << (op->Code - OpCode.LoadAcquire1) / 2;
        void* address = (void*)(r[isLoad ? op->Source : op->Destination] + (ulong)op->Offset);
        CheckAtomic<TMode>(run, slot, (ulong)address, size, !isLoad, r);
        switch (op->Code)
        {
            case OpCode.LoadAcquire1: r[op->Destination] = Volatile.Read(ref *(byte*)address); break;
            case OpCode.LoadAcquire2: r[op->Destination] = Volatile.Read(ref *(ushort*)address); break;
            case OpCode.LoadAcquire4: r[op->Destination] = Volatile.Read(ref *(uint*)address); break;
            case OpCode.LoadAcquire8: r[op->Destination] = Volatile.Read(ref *(ulong*)address); break;
            case OpCode.StoreRelease1: Volatile.Write(ref *(byte*)address, (byte)r[op->Source]); break;
            case OpCode.StoreRelease2: Volatile.Write(ref *(ushort*)address, (ushort)r[op->Source]); break;
            case OpCode.StoreRelease4: Volatile.Write(ref *(uint*)address, (uint)r[op->Source]); break;
            default: Volatile.Write(ref *(ulong*)address, r[op->Source]); break;
        }
    }
}
