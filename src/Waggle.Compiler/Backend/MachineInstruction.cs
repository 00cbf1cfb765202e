using Waggle.Bpf.Instructions;
using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Backend;

/// <summary>An instruction whose registers are not chosen yet: numbers from <see cref="MachineFunction.FirstVirtual"/> on stand for any.</summary>
internal sealed class MachineInstruction(MachineKind kind)
{
    internal const int NoRegister = -1;
    internal const int FramePointer = 10;

    internal MachineKind Kind { get; set; } = kind;

    internal AluOperation Alu { get; init; }

    internal AtomicOperation AtomicOperation { get; init; }

    internal MemorySize Size { get; init; }

    internal Condition Condition { get; init; }

    /// <summary>Whether the operation is 64 bits wide.</summary>
    internal bool IsWide { get; init; } = true;

    /// <summary>Whether division, move or load is the signed form of ISA v4; for moves the width that is extended.</summary>
    internal short Extension { get; init; }

    internal int Destination { get; set; } = NoRegister;

    internal int Source { get; set; } = NoRegister;

    /// <summary>What <see cref="MachineKind.Set"/> writes, before it has read its operands.</summary>
    internal int Result { get; set; } = NoRegister;

    internal long Immediate { get; set; }

    internal int Offset { get; init; }

    /// <summary>The slot that an access or an address is relative to.</summary>
    internal StackSlot? Slot { get; init; }

    internal IrMap? Map { get; init; }

    internal IrGlobal? Global { get; init; }

    internal KernelAccess? Access { get; init; }

    /// <summary>The function whose address is loaded.</summary>
    internal IrFunction? Function { get; init; }

    internal CallTarget? Target { get; init; }

    internal int ArgumentCount { get; init; }

    /// <summary>Whether R0 says anything where a function ends.</summary>
    internal bool ReturnsValue { get; init; }

    internal MachineBlock? WhenTrue { get; init; }

    internal MachineBlock? WhenFalse { get; init; }

    internal SourcePosition Position { get; init; } = SourcePosition.None;

    /// <summary>Whether it only copies one register to another.</summary>
    internal bool IsCopy => Kind == MachineKind.Alu && Alu == AluOperation.Move && IsWide && Source != NoRegister && Extension == 0;

    internal void CollectUses(List<int> uses)
    {
        switch (Kind)
        {
            case MachineKind.Alu:
                if (Alu != AluOperation.Move) uses.Add(Destination);
                if (Source != NoRegister) uses.Add(Source);
                break;
            case MachineKind.Negate or MachineKind.Swap or MachineKind.StoreImmediate:
                uses.Add(Destination);
                break;
            case MachineKind.Load:
                uses.Add(Source);
                break;
            case MachineKind.Store or MachineKind.Atomic:
                uses.Add(Destination);
                uses.Add(Source);
                if (Kind == MachineKind.Atomic && AtomicOperation == AtomicOperation.CompareExchange) uses.Add(0);
                break;
            case MachineKind.Set or MachineKind.Branch:
                uses.Add(Destination);
                if (Source != NoRegister) uses.Add(Source);
                break;
            case MachineKind.Call:
                for (int i = 1; i <= ArgumentCount; i++) uses.Add(i);
                break;
            case MachineKind.Exit:
                if (ReturnsValue) uses.Add(0);
                break;
        }

        uses.RemoveAll(r => r == FramePointer);
    }

    internal void CollectDefinitions(List<int> definitions)
    {
        switch (Kind)
        {
            case MachineKind.Alu or MachineKind.Negate or MachineKind.Swap or MachineKind.Load or MachineKind.LoadWide
                or MachineKind.SlotAddress:
                definitions.Add(Destination);
                break;
            case MachineKind.Set:
                definitions.Add(Result);
                break;
            case MachineKind.Atomic:
                if (AtomicOperation == AtomicOperation.CompareExchange) definitions.Add(0);
                else if (((int)AtomicOperation & 1) != 0) definitions.Add(Source);
                break;
            case MachineKind.Call:
                for (int i = 0; i <= 5; i++) definitions.Add(i); // R0 is the result, R1 to R5 are lost
                break;
        }
    }

    internal void Rename(Func<int, int> map)
    {
        if (Destination != NoRegister) Destination = map(Destination);
        if (Source != NoRegister) Source = map(Source);
        if (Result != NoRegister) Result = map(Result);
    }
}
