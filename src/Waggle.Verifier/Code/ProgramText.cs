using System.Collections.Immutable;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Verifier.Kernels;

namespace Waggle.Verifier.Code;

/// <summary>A program as the analysis goes through it: its slots, its functions, and what is known of each before anything is explored.</summary>
internal sealed class ProgramText
{
    private readonly int[] _references; // by slot: n + 1 for the program's nth reference to a map, -1 - n for one to the kernel
    private readonly MapSpec?[] _maps; // by number of the reference, once it was looked up

    private ProgramText(BpfObject obj, ProgramSpec program)
    {
        (Object, Program) = (obj, program);
        Slots = [.. program.Instructions];
        Marks = new SlotMarks[Slots.Length];
        _references = new int[Slots.Length];
        _maps = new MapSpec?[program.MapReferences.Length];
        for (int i = 0; i < program.MapReferences.Length; i++) Refer(program.MapReferences[i].InstructionIndex, i + 1);
        for (int i = 0; i < program.ExternReferences.Length; i++) Refer(program.ExternReferences[i].InstructionIndex, -1 - i);
        for (int slot = 0; slot < Slots.Length; slot++)
        {
            if (Slots[slot].IsWide && slot + 1 < Slots.Length) Marks[++slot] |= SlotMarks.SecondHalf;
        }
    }

    public BpfObject Object { get; }

    public ProgramSpec Program { get; }

    public Instruction[] Slots { get; }

    public SlotMarks[] Marks { get; }

    /// <summary>In order of place; the first is the program.</summary>
    public ImmutableArray<Subprogram> Subprograms { get; private set; } = [];

    /// <summary>Registers in use before each slot.</summary>
    public ushort[] Live { get; private set; } = [];

    /// <summary>Number of the function that exceptions end in; -1 if there is none.</summary>
    public int ExceptionCallback { get; private set; } = -1;

    /// <summary>Splits and marks a program.</summary>
    /// <exception cref="RejectionException">Its structure is not that of a program.</exception>
    internal static ProgramText Read(BpfObject obj, ProgramSpec program, Policy policy)
    {
        ProgramText text = new(obj, program);
        if (text.Slots.Length == 0) throw new RejectionException(Rule.EmptyProgram, 0, "the program has no instruction");
        text.Subprograms = text.Split();
        text.ExceptionCallback = text.FindExceptionCallback();
        text.CheckFunctions();
        text.CheckExceptions();
        ControlFlow.Mark(text, policy.IsCapable, KernelProfile.Of(policy.Kernel).Has(KernelFeature.LoopsEnteredAnywhere));
        text.Live = LiveRegisters.Of(text);
        return text;
    }

    /// <summary>The name that an instruction asks the kernel for.</summary>
    public string? ExternAt(int slot) => _references[slot] is < 0 and var number ? Program.ExternReferences[-1 - number].Name : null;

    /// <summary>What the object says of such a name.</summary>
    public ExternSpec? FindExtern(string name) => Object.Externs.FirstOrDefault(e => e.Name == name);

    /// <summary>The map that an instruction names.</summary>
    public (MapSpec Map, int? ValueOffset)? MapAt(int slot)
    {
        if (_references[slot] is not (> 0 and var number)) return null;
        MapReference reference = Program.MapReferences[number - 1];
        return (_maps[number - 1] ??= FindMap(reference.MapName)) is { } map ? (map, reference.ValueOffset) : null;
    }

    /// <summary>The function that starts at a slot; null if none does.</summary>
    public Subprogram? Starting(int slot)
    {
        foreach (Subprogram each in Subprograms)
        {
            if (each.Start == slot) return each;
        }
        return null;
    }

    /// <summary>The function that a slot is in.</summary>
    public Subprogram Containing(int slot)
    {
        int low = 0, high = Subprograms.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (Subprograms[middle].Start <= slot) low = middle;
            else high = middle - 1;
        }
        return Subprograms[low];
    }

    public bool IsExceptionCallback(int slot) => ExceptionCallback >= 0 && Containing(slot).Number == ExceptionCallback;

    private void Refer(int slot, int number)
    {
        if ((uint)slot < (uint)_references.Length) _references[slot] = number;
    }

    private MapSpec? FindMap(string name)
    {
        foreach (MapSpec map in Object.Maps)
        {
            if (map.Name == name) return map;
        }
        return null;
    }

    private ImmutableArray<Subprogram> Split()
    {
        List<int> starts = [0];
        foreach (FunctionInfo function in Program.Functions) starts.Add(function.InstructionIndex);
        for (int slot = 0; slot < Slots.Length; slot++)
        {
            if ((Marks[slot] & SlotMarks.SecondHalf) != 0) continue;
            Instruction instruction = Slots[slot];
            bool isCall = instruction.Opcode is { Class: InstructionClass.Jmp, JumpOperation: JumpOperation.Call } && instruction.Source == (Register)CallKind.Function;
            if (!isCall && !(instruction.IsWide && instruction.Source == (Register)PseudoSource.Function)) continue;
            int target = slot + 1 + instruction.Immediate;
            if (target < 0 || target >= Slots.Length) throw new RejectionException(Rule.CallOutOfProgram, slot, $"call to invalid destination {target}");
            starts.Add(target);
        }

        starts.Sort();
        ImmutableArray<Subprogram>.Builder functions = ImmutableArray.CreateBuilder<Subprogram>();
        for (int i = 0; i < starts.Count; i++)
        {
            int end = i + 1 < starts.Count ? starts[i + 1] : Slots.Length;
            if (end != starts[i]) functions.Add(Describe(functions.Count, starts[i], end)); // else it is called more than once
        }
        return functions.DrainToImmutable();
    }

    // The function that a tag on the program names.
    private int FindExceptionCallback()
    {
        const string Prefix = "exception_callback:";
        if (Object.Btf is not { } types || Subprograms[0].TypeId == 0) return -1;
        BtfDeclarationTag? callback = null;
        foreach (BtfDeclarationTag tag in ObjectTypes.Of(types).TagsOf(Subprograms[0].TypeId))
        {
            if (!tag.Name.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            if (callback is not null) throw new RejectionException(Rule.Exception, 0, "multiple exception callback tags for main subprog");
            callback = tag;
        }
        if (callback is not { ComponentIndex: -1 }) return -1;
        string name = callback.Name[Prefix.Length..];
        return Subprograms.FirstOrDefault(s => s.Name == name)?.Number ?? -1;
    }

    private Subprogram Describe(int number, int start, int end)
    {
        int typeId = TypeOfFunction(start);
        return typeId != 0 && Object.Btf is { } types && types[typeId] is BtfFunction function
            ? new(number, start, end) { TypeId = typeId, Name = function.Name, IsGlobal = number != 0 && function.Linkage == BtfLinkage.Global }
            : new(number, start, end) { TypeId = typeId };
    }

    private int TypeOfFunction(int start)
    {
        foreach (FunctionInfo info in Program.Functions)
        {
            if (info.InstructionIndex == start) return info.TypeId;
        }
        return 0;
    }

    private void CheckFunctions()
    {
        foreach (Subprogram function in Subprograms)
        {
            for (int slot = function.Start; slot < function.End; slot++)
            {
                if ((Marks[slot] & SlotMarks.SecondHalf) != 0) continue;
                Instruction instruction = Slots[slot];
                Opcode opcode = instruction.Opcode;
                if (opcode.Class == InstructionClass.Ld && opcode.Mode is MemoryMode.Absolute or MemoryMode.Indirect) function.HasPacketLoads = true;
                if (!opcode.IsJump) continue;
                if (opcode.JumpOperation == JumpOperation.Call)
                {
                    if (instruction.Source == (Register)CallKind.Helper) Note(function, instruction.Immediate);
                    continue;
                }

                if (opcode.JumpOperation == JumpOperation.Exit) continue;
                int target = slot + 1 + (opcode is { JumpOperation: JumpOperation.Always, Class: InstructionClass.Jmp32 } ? instruction.Immediate : instruction.Offset);
                if (target < function.Start || target >= function.End)
                    throw new RejectionException(Rule.JumpOutOfProgram, slot, $"jump out of range from insn {slot} to {target}");
            }

            Instruction last = Slots[function.End - 1];
            bool isEnd = last.Opcode is { IsJump: true, JumpOperation: JumpOperation.Exit or JumpOperation.Always } || IsThrow(function.End - 1);
            if (!isEnd || (Marks[function.End - 1] & SlotMarks.SecondHalf) != 0)
                throw new RejectionException(Rule.NoExit, function.End - 1, "last insn is not an exit or jmp");
        }

        Spread();
    }

    // The function that exceptions end in is called by nobody else, takes a number and gives one.
    private void CheckExceptions()
    {
        if (ExceptionCallback < 0) return;
        for (int slot = 0; slot < Slots.Length; slot++)
        {
            bool isCall = Slots[slot].Opcode is { Class: InstructionClass.Jmp, JumpOperation: JumpOperation.Call } && Slots[slot].Source == (Register)CallKind.Function;
            if (isCall && Containing(slot + 1 + Slots[slot].Immediate).Number == ExceptionCallback)
                throw new RejectionException(Rule.Exception, slot, $"insn {slot} cannot call exception cb directly");
            if (IsThrow(slot) && Containing(slot).Number == ExceptionCallback)
                throw new RejectionException(Rule.Exception, slot, $"bpf_throw kfunc (insn {slot}) cannot be called from callback subprog {ExceptionCallback}");
        }

        Subprogram handler = Subprograms[ExceptionCallback];
        if (Object.Btf is not { } types || types[handler.TypeId] is not BtfFunction function || types[function.PrototypeId] is not BtfFunctionPrototype prototype) return;
        if (types[types.SkipModifiers(prototype.ReturnId)] is not (BtfInt or BtfEnum))
            throw new RejectionException(Rule.Exception, handler.Start, $"Global function {handler.Name}() doesn't return scalar. Only those are supported.");
        if (prototype.Parameters.Length != 1 || types[types.SkipModifiers(prototype.Parameters[0].TypeId)] is not (BtfInt or BtfEnum))
            throw new RejectionException(Rule.Exception, handler.Start, "exception cb only supports single integer argument");
    }

    private bool IsThrow(int slot) => Slots[slot].Opcode is { IsJump: true, JumpOperation: JumpOperation.Call } && ExternAt(slot) == "bpf_throw";

    private static void Note(Subprogram function, int helper)
    {
        const int TailCall = 12;
        if (helper == TailCall) function.MayTailCall = true;
        if (PacketChanges.Contains(helper)) function.ChangesPackets = true;
        foreach (HelperContract contract in HelperContracts.Of(helper)) function.MightSleep |= contract.MightSleep;
    }

    // What a function does its callers do.
    private void Spread()
    {
        bool hasChanged = Subprograms.Length > 1;
        while (hasChanged)
        {
            hasChanged = false;
            for (int slot = 0; slot < Slots.Length; slot++)
            {
                if (Slots[slot].Opcode is not { Class: InstructionClass.Jmp, JumpOperation: JumpOperation.Call } || Slots[slot].Source != (Register)CallKind.Function) continue;
                (Subprogram caller, Subprogram callee) = (Containing(slot), Containing(slot + 1 + Slots[slot].Immediate));
                bool before = (caller.MayTailCall, caller.ChangesPackets, caller.MightSleep) == (true, true, true);
                (bool t, bool p, bool s) old = (caller.MayTailCall, caller.ChangesPackets, caller.MightSleep);
                caller.MayTailCall |= callee.MayTailCall;
                caller.ChangesPackets |= callee.ChangesPackets;
                caller.MightSleep |= callee.MightSleep;
                hasChanged |= !before && old != (caller.MayTailCall, caller.ChangesPackets, caller.MightSleep);
            }
        }
    }
}
