using System.Collections.Immutable;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Vm.Code;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Jit;

/// <summary>What a function does with its frame: which bytes are variables that may live in a processor's register, and whether an address of
/// the frame goes where it can't be followed.</summary>
/// <remarks>An address is followed as long as it is r10 plus a known number on every way. What is read and written through such addresses
/// alone, and given to no helper, is seen by nobody else.</remarks>
internal sealed class FrameUse
{
    private const int DynamicPointerSize = DynamicPointers.Size;
    private const int MostSlots = 40; // each is a variable to RyuJIT

    private readonly record struct Access(int Offset, int Width, bool IsStore);

    private readonly ProgramImage _image;
    private readonly CodeFunction _function;
    private readonly PointerFacts _facts;
    private readonly Liveness _liveness;
    private readonly List<Access> _accesses = [];
    private readonly List<(int Low, int High)> _shared = []; // with helpers

    private FrameUse(ProgramImage image, CodeFunction function, PointerFacts facts)
    {
        (_image, _function, _facts, _liveness) = (image, function, facts, image.Code.LivenessOf(function));
        IsClosed = function.Blocks.All(Visit);
        Slots = IsClosed ? FindSlots() : [];
        IsMemoryUsed = !IsClosed || _shared.Count > 0 || _accesses.Exists(a => !Slots.Any(s => s.Offset == a.Offset));
    }

    /// <summary>Whether every address of the frame was followed.</summary>
    internal bool IsClosed { get; }

    /// <summary>The variables; none if an address could not be followed.</summary>
    internal ImmutableArray<FrameSlot> Slots { get; }

    /// <summary>Whether anything but these is used of the frame.</summary>
    internal bool IsMemoryUsed { get; }

    /// <summary>Analyses a function.</summary>
    internal static FrameUse Of(ProgramImage image, CodeFunction function, PointerFacts facts) => new(image, function, facts);

    // False where an address is lost sight of.
    private bool Visit(CodeBlock block)
    {
        if (_facts.AtStart(block) is not { } state) return true; // never reached
        for (int slot = block.Start; slot < block.End; slot++)
        {
            Instruction instruction = _image.Code.Instructions[slot];
            int frames = FramesAmong(state, ReadBy(slot, instruction));
            PointerFact left = state[(int)instruction.Destination], right = state[(int)instruction.Source & 0xf];
            bool isFollowed = frames == 0 || instruction.IsCall() || Follow(instruction, left, right);
            if (frames != 0 && instruction.IsCall()) isFollowed = FollowCall(block, slot, instruction, state, frames);
            _facts.Step(state, slot);
            bool isArithmetic = instruction.Opcode.Class == InstructionClass.Alu64;
            if (!isFollowed || (frames != 0 && isArithmetic && !IsExact(state[(int)instruction.Destination]))) return false;
            if (instruction.IsWide) slot++;
        }

        foreach (CodeBlock successor in block.Successors)
        {
            int frames = FramesAmong(state, _liveness.Before(successor.Start) & ~(1 << (int)Register.R10));
            if (frames != 0 && (_facts.AtStart(successor) is not { } next || FramesAmong(next, frames, onlyExact: true) != frames)) return false;
        }

        return true;
    }

    private int ReadBy(int slot, in Instruction instruction)
    {
        if (!instruction.IsCall()) return instruction.Reads();
        if (instruction.IsCall(CallKind.Helper)) return instruction.Reads(HelperArity.Of(instruction.Immediate));
        if (!instruction.IsCall(CallKind.Function)) return instruction.Reads();
        CodeFunction callee = _image.Code.FunctionStartingAt(ProgramCode.CallTarget(slot, instruction));
        return instruction.Reads() & _image.Code.LivenessOf(callee).Before(callee.Start);
    }

    private bool Follow(in Instruction instruction, in PointerFact left, in PointerFact right)
    {
        int width = instruction.Opcode.Size.InBytes();
        switch (instruction.Opcode.Class)
        {
            case InstructionClass.Alu64: return true; // what comes of it is looked at afterwards
            case InstructionClass.Jmp or InstructionClass.Jmp32: return !instruction.IsExit(); // a comparison tells nothing of what lies there
            case InstructionClass.Ldx: return AddAccess(right.Move(instruction.Offset), width, isStore: false);
            case InstructionClass.Stx when right.Kind == PointerKind.Frame: return false;
            case InstructionClass.Stx when instruction.IsAtomic():
                return (AtomicOperation)instruction.Immediate != AtomicOperation.CompareExchange && Share(left.Move(instruction.Offset), width);
            case InstructionClass.St or InstructionClass.Stx: return AddAccess(left.Move(instruction.Offset), width, isStore: true);
            default: return false;
        }
    }

    private bool FollowCall(CodeBlock block, int slot, in Instruction instruction, PointerState state, int frames)
    {
        if (!instruction.IsCall(CallKind.Helper) || ContractOf(instruction.Immediate) is not { } contract) return false;
        for (int i = 0; i < MaximumArguments; i++)
        {
            if ((frames >> (i + 1) & 1) == 0) continue;
            if (i == 1 && MapLookup.KeyByValue(_image, slot, state) is { } width)
            {
                if (!AddAccess(state[2], width, isStore: false)) return false;
                continue;
            }

            if (i >= contract.Arguments.Length || SizeOf(contract, i, block, slot, state) is not { } size || !Share(state[i + 1], size)) return false;
        }

        return true;
    }

    private HelperContract? ContractOf(int number) =>
        _image.Type == ProgramType.Unspecified ? HelperContracts.Of(number).FirstOrDefault() : HelperContracts.Find(number, _image.Type);

    // Bytes that a helper may touch behind an argument; null if that is not known here.
    private int? SizeOf(HelperContract contract, int index, CodeBlock block, int slot, PointerState state)
    {
        HelperArgument argument = contract.Arguments[index];
        int mapIndex = contract.Arguments.IndexOf(contract.Arguments.FirstOrDefault(a => a.Kind == ArgumentKind.Map)!);
        PointerFact map = mapIndex < 0 ? default : state[mapIndex + 1];
        bool isMapKnown = map is { Kind: PointerKind.Map, IsCertain: true };
        return argument.Kind switch
        {
            ArgumentKind.MapKey when isMapKnown => _image.Maps[map.Map].KeySizeInBytes,
            ArgumentKind.MapValue when isMapKnown => _image.Maps[map.Map].ValueSizeInBytes,
            ArgumentKind.Memory when argument.SizeInBytes != 0 => argument.SizeInBytes,
            ArgumentKind.Memory => ConstantIn(block, slot, index + 2),
            ArgumentKind.DynamicPointer => DynamicPointerSize,
            _ => null,
        };
    }

    // The number in a register, if the block put it there.
    private int? ConstantIn(CodeBlock block, int slot, int register)
    {
        while (--slot >= block.Start)
        {
            Instruction instruction = _image.Code.Instructions[slot];
            if (slot > block.Start && _image.Code.Instructions[slot - 1].IsWide) continue; // a second slot
            if ((instruction.Writes() >> register & 1) == 0) continue;
            bool isConstant = instruction.Opcode.Class is InstructionClass.Alu or InstructionClass.Alu64
                && instruction.Opcode.AluOperation == AluOperation.Move && instruction.Opcode.Operand == Operand.Immediate;
            return isConstant && instruction.Immediate >= 0 ? instruction.Immediate : null;
        }

        return null;
    }

    private bool AddAccess(in PointerFact place, int width, bool isStore)
    {
        if (!IsExact(place) || !IsInFrame(place.Offset!.Value, width)) return false;
        _accesses.Add(new(place.Offset.Value, width, isStore));
        return true;
    }

    private bool Share(in PointerFact place, int size)
    {
        if (!IsExact(place) || !IsInFrame(place.Offset!.Value, size)) return false;
        if (size > 0) _shared.Add((place.Offset.Value, place.Offset.Value + size));
        return true;
    }

    // Accesses that overlap are one variable if they begin together; what a helper sees is none.
    private ImmutableArray<FrameSlot> FindSlots()
    {
        List<(FrameSlot Slot, int Uses)> found = [];
        foreach (IGrouping<int, Access> place in _accesses.GroupBy(a => a.Offset))
        {
            int offset = place.Key, width = place.Max(a => a.Width);
            bool isAlone = _accesses.TrueForAll(a => a.Offset == offset || a.Offset + a.Width <= offset || a.Offset >= offset + width)
                && _shared.TrueForAll(s => s.High <= offset || s.Low >= offset + width);
            int parts = place.Where(a => a.IsStore && a.Width < width).Aggregate(0, (widths, a) => widths | a.Width);
            if (isAlone) found.Add((new(offset, width, parts), place.Count()));
        }

        return [.. found.OrderByDescending(f => f.Uses).Take(MostSlots).Select(f => f.Slot)];
    }

    private static int FramesAmong(PointerState state, int registers, bool onlyExact = false)
    {
        int frames = 0;
        for (int register = 0; register <= (int)Register.R10; register++)
        {
            if ((registers >> register & 1) != 0 && state[register].Kind == PointerKind.Frame && (!onlyExact || IsExact(state[register]))) frames |= 1 << register;
        }

        return frames;
    }

    private static bool IsExact(in PointerFact fact) => fact is { Kind: PointerKind.Frame, IsCertain: true, Offset: not null };

    private static bool IsInFrame(int offset, int size) => offset >= -RunContext.FrameSize && size <= -(long)offset;

    private const int MaximumArguments = 5;
}
