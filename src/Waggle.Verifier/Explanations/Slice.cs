using System.Numerics;
using Waggle.Bpf.Instructions;
using Waggle.Verifier.Code;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Explanations;

/// <summary>Goes a path back from its end, and finds the instructions that made registers what they are.</summary>
/// <remarks>Follows numbers and pointers through registers, through the stack and into functions that were called; what is loaded from
/// elsewhere begins there.</remarks>
internal sealed class Slice
{
    private readonly Instruction[] _code;
    private readonly HashSet<(int Frame, int Register)> _registers = [];
    private readonly HashSet<(int Frame, int Offset)> _stack = [];

    private Slice(Instruction[] code) => _code = code;

    /// <summary>The steps, oldest first, each with the one behind it, which knows its outcome.</summary>
    /// <param name="code">The program.</param>
    /// <param name="end">The end of the path.</param>
    /// <param name="registers">Registers at the end: a bit each.</param>
    /// <param name="most">How many steps at most: the last ones.</param>
    public static IReadOnlyList<(PathStep Step, PathStep Next)> Of(Instruction[] code, PathStep end, int registers, int most)
    {
        Slice slice = new(code);
        slice.Follow(end.Frame, registers);
        if (end.Stack is { } place && code[end.Slot].Opcode.Class == InstructionClass.Ldx) slice._stack.Add(place);
        List<(PathStep Step, PathStep Next)> steps = [];
        PathStep next = end;
        for (PathStep? step = end.Before; step is not null && steps.Count < most && slice._registers.Count + slice._stack.Count > 0; step = step.Before)
        {
            if (slice.Takes(step, next)) steps.Add((step, next));
            next = step;
        }

        steps.Reverse();
        return steps;
    }

    // R10 says nothing: it is the same all the time.
    private void Follow(int frame, int registers)
    {
        for (int rest = registers & ((1 << Frame.FramePointer) - 1); rest != 0; rest &= rest - 1) _registers.Add((frame, BitOperations.TrailingZeroCount(rest)));
    }

    private bool Takes(PathStep step, PathStep next)
    {
        Instruction instruction = _code[step.Slot];
        Opcode opcode = instruction.Opcode;
        if (next.Frame > step.Frame) return Enters(step, instruction);
        if (next.Frame < step.Frame) // the end of a function that was called: its result is followed into it
        {
            if (_registers.Remove((next.Frame, 0))) _registers.Add((step.Frame, 0));
            return false;
        }

        if (opcode.Class is InstructionClass.St or InstructionClass.Stx && opcode.Mode != MemoryMode.Atomic)
        {
            if (step.Stack is not { } place || !_stack.Remove(place)) return false;
            if (opcode.Class == InstructionClass.Stx) Follow(step.Frame, 1 << (int)instruction.Source);
            return true;
        }

        if (opcode.IsJump && opcode.JumpOperation is not (JumpOperation.Call or JumpOperation.Exit or JumpOperation.Always or JumpOperation.MayGoto))
            return IsFollowed(step.Frame, RegisterUse.Reads(instruction));
        int written = RegisterUse.Writes(instruction);
        if (!IsFollowed(step.Frame, written)) return false;
        for (int rest = written; rest != 0; rest &= rest - 1) _registers.Remove((step.Frame, BitOperations.TrailingZeroCount(rest)));
        if (opcode.Class is InstructionClass.Alu or InstructionClass.Alu64) Follow(step.Frame, RegisterUse.Reads(instruction));
        else if (opcode.Class == InstructionClass.Ldx && step.Stack is { } from) _stack.Add(from);
        return true;
    }

    // Arguments of a function are its caller's registers; what a helper gives a callback is its own.
    private bool Enters(PathStep call, in Instruction instruction)
    {
        int arguments = 0;
        for (int register = 1; register <= 5; register++)
        {
            if (_registers.Remove((call.Frame + 1, register))) arguments |= 1 << register;
        }

        _registers.RemoveWhere(r => r.Frame > call.Frame);
        if (instruction.Source == (Register)CallKind.Function) Follow(call.Frame, arguments);
        return arguments != 0;
    }

    private bool IsFollowed(int frame, int registers)
    {
        for (int rest = registers; rest != 0; rest &= rest - 1)
        {
            if (_registers.Contains((frame, BitOperations.TrailingZeroCount(rest)))) return true;
        }
        return false;
    }
}
