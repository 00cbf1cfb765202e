using Waggle.Bpf.Instructions;
using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Ir;
using Atomic = Waggle.Compiler.Ir.Atomic;

namespace Waggle.Compiler.Backend;

/// <summary>Loads, stores and atomic operations.</summary>
internal sealed partial class Selector
{
    private (int Base, StackSlot? Slot, int Offset) Address(Value address, int offset) =>
        TrySlot(address, out StackSlot? slot, out int inside)
            ? (MachineInstruction.FramePointer, slot, offset + inside)
            : (Use(address), null, offset);

    private void SelectLoad(Load load)
    {
        int result = RegisterOf(load);
        (int from, StackSlot? slot, int offset) = Address(load.Address, load.Offset);
        Add(new MachineInstruction(MachineKind.Load)
        {
            Size = MemorySizes.FromBytes(load.Size),
            Extension = (short)(load.IsSigned && target.HasSigned ? 1 : 0),
            Destination = result,
            Source = from,
            Slot = slot,
            Offset = offset,
            Access = load.Access,
            Position = _position,
        });
        if (load.IsSigned && !target.HasSigned) ShiftBothWays(result, 32 - load.Size * 8, wide: false);
    }

    private void SelectStore(Store store)
    {
        (int to, StackSlot? slot, int offset) = Address(store.Address, store.Offset);
        bool immediate = store.Value is Constant constant && FitsImmediate(constant.Number) && (target.HasSigned || !MayBeContext(store.Address));
        Add(new MachineInstruction(immediate ? MachineKind.StoreImmediate : MachineKind.Store)
        {
            Size = MemorySizes.FromBytes(store.Size),
            Destination = to,
            Slot = slot,
            Offset = offset,
            Source = immediate ? MachineInstruction.NoRegister : Use(store.Value),
            Immediate = immediate ? ((Constant)store.Value).Number : 0,
            Position = _position,
        });
    }

    /// <summary>Whether an address may be of the program's context, where kernels before 6.4 take no constants (check_mem_access of BPF_ST in
    /// kernel/bpf/verifier.c).</summary>
    private static bool MayBeContext(Value address)
    {
        while (address is Binary { Operator: BinaryOperator.Add } add) address = add.Left;
        return address is ContextPointer or Argument or Phi;
    }

    private void SelectAtomic(Atomic atomic)
    {
        (int to, StackSlot? slot, int offset) = Address(atomic.Address, atomic.Offset);
        bool isPlain = !atomic.IsUsed && atomic.Operation is AtomicOperation.FetchAdd or AtomicOperation.FetchOr or AtomicOperation.FetchAnd or AtomicOperation.FetchXor;
        isPlain &= !atomic.IsUsed;
        bool isCompare = atomic.Operation == AtomicOperation.CompareExchange;
        if (!target.HasNarrowJumps && (!isPlain || atomic.Operation != AtomicOperation.FetchAdd))
            problems.Add(Rules.NeedsLevel, atomic.Position, "An atomic operation that does more than add", "v3");
        int value;
        if (isPlain || isCompare)
        {
            value = Use(atomic.Value);
        }
        else
        {
            value = RegisterOf(atomic); // what was there comes back in the register of the operand
            MoveTo(value, atomic.Value);
        }

        if (isCompare) MoveTo(0, atomic.Comparand!);
        Add(new MachineInstruction(MachineKind.Atomic)
        {
            AtomicOperation = isPlain ? (AtomicOperation)((int)atomic.Operation & ~1) : atomic.Operation,
            Size = MemorySizes.FromBytes(atomic.Size),
            Destination = to,
            Slot = slot,
            Offset = offset,
            Source = value,
            Position = _position,
        });
        if (isCompare && atomic.IsUsed) Copy(RegisterOf(atomic), 0);
    }
}
