using Waggle.Bpf.Instructions;
using Waggle.Verifier.Code;
using Waggle.Verifier.Kernels;
using Waggle.Verifier.Numbers;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>Arithmetic and moves (<c>check_alu_op</c> in kernel/bpf/verifier.c).</content>
internal sealed partial class Exploration
{
    private void Compute(in Instruction instruction)
    {
        AluOperation operation = instruction.Opcode.AluOperation;
        bool is64 = instruction.Opcode.Class == InstructionClass.Alu64;
        switch (operation)
        {
            case AluOperation.Move:
                Move(instruction, is64);
                return;
            case AluOperation.Negate or AluOperation.ByteSwap:
                Read(instruction.Destination);
                RefusePointer(instruction.Destination);
                Write(instruction.Destination);
                ref RegisterState changed = ref Registers[(int)instruction.Destination];
                // "To little endian" leaves the bytes in place on a little-endian machine, and forgets the rest.
                if (operation == AluOperation.ByteSwap)
                    Arithmetic.SwapBytes(ref changed.Number, instruction.Immediate, isSwapped: is64 || instruction.Opcode.Operand == Operand.Register);
                else if (_profile.Has(KernelFeature.NegationRanges)) Apply(operation, is64, ref changed, Scalar.Constant(0));
                else changed = RegisterState.Unknown;
                (changed.Id, changed.IsSum, changed.Offset) = (0, false, 0);
                return;
        }

        bool isRegister = instruction.Opcode.Operand == Operand.Register;
        if (isRegister) Read(instruction.Source);
        Read(instruction.Destination);
        if (!isRegister) CheckImmediate(instruction, operation, is64);
        Write(instruction.Destination);
        if (Registers[(int)instruction.Destination].IsPointer || (isRegister && Registers[(int)instruction.Source].IsPointer))
        {
            ComputePointer(instruction, operation, is64);
            return;
        }

        ComputeNumber(instruction, operation, is64, isRegister);
    }

    private void CheckImmediate(in Instruction instruction, AluOperation operation, bool is64)
    {
        switch (operation)
        {
            case AluOperation.Divide or AluOperation.Modulo when instruction.Immediate == 0:
                throw Reject(Rule.DivisionByZero, "div by zero");
            case AluOperation.ShiftLeft or AluOperation.ShiftRight or AluOperation.ShiftRightArithmetic
                when instruction.Immediate < 0 || instruction.Immediate >= (is64 ? 64 : 32):
                throw Reject(Rule.InvalidShift, $"invalid shift {instruction.Immediate}");
        }
    }

    private void ComputeNumber(in Instruction instruction, AluOperation operation, bool is64, bool isRegister)
    {
        ref RegisterState target = ref Registers[(int)instruction.Destination];
        Scalar source = isRegister ? Registers[(int)instruction.Source].Number : Scalar.Constant((ulong)instruction.Immediate);
        if (operation is AluOperation.Add or AluOperation.Subtract && MustMask()) KeepMask(NumberMask, 0, (int)instruction.Destination, operation);
        if (_profile.Has(KernelFeature.SplitShifts) && Arithmetic.Splits(operation, ref target.Number, source, out Scalar zero))
        {
            // Minus one, or zero: both are followed, since no range says "one of the two".
            PathState branch = Fork(_slot, _previous);
            branch.Registers[(int)instruction.Destination].Number = zero;
            branch.Registers[(int)instruction.Destination].Id = 0;
        }

        if (isRegister && operation is AluOperation.Divide or AluOperation.Modulo) NoteDivisor(instruction, source, is64);
        Apply(operation, is64, ref target, source);
        RememberSum(ref target, operation, is64, source);
    }

    private static void Apply(AluOperation operation, bool is64, ref RegisterState target, in Scalar source)
    {
        Arithmetic.Apply(operation, is64, ref target.Number, source);
        target.Number.RestoreConsistency();
    }

    // Compilers copy a number, add a constant to the copy, and compare the first: what is learnt of the one holds for the other.
    private void RememberSum(ref RegisterState target, AluOperation operation, bool is64, in Scalar source)
    {
        if (!_policy.IsCapable || !_profile.Has(KernelFeature.LinkedSums) || operation != AluOperation.Add || !is64 || target.Id == 0 || !source.IsConstant || target.IsSum || source.Value > int.MaxValue)
        {
            (target.Id, target.IsSum, target.Offset) = (0, false, 0);
            return;
        }
        (target.IsSum, target.Offset) = (true, (int)source.Value);
    }

    private void Move(in Instruction instruction, bool is64)
    {
        if (instruction.Opcode.Operand == Operand.Immediate)
        {
            Write(instruction.Destination);
            Registers[(int)instruction.Destination] = RegisterState.Constant(is64 ? (ulong)instruction.Immediate : (uint)instruction.Immediate);
            return;
        }

        Read(instruction.Source);
        Write(instruction.Destination);
        ref RegisterState source = ref Registers[(int)instruction.Source], target = ref Registers[(int)instruction.Destination];
        int width = instruction.Offset;
        if (is64 && width == 1)
        {
            if (!UsesArena) throw Reject(Rule.UndefinedInstruction, "addr_space_cast insn can only be used in a program that has an associated arena");
            target = instruction.Immediate == 1 ? ArenaPointer() : RegisterState.Unknown;
            return;
        }

        if (source.IsPointer)
        {
            if (is64 && width == 0)
            {
                target = source;
                return;
            }
            if (!_policy.MayLeak) throw Reject(Rule.PointerArithmetic, width != 0
                ? $"R{(int)instruction.Source} sign-extension part of pointer"
                : $"R{(int)instruction.Source} partial copy of pointer");
            target = RegisterState.Unknown;
            if (!is64) target.Number.Truncate(4);
            return;
        }

        MoveNumber(ref source, ref target, is64, width);
    }

    private void MoveNumber(ref RegisterState source, ref RegisterState target, bool is64, int width)
    {
        // The copy is the same number only if nothing of it is lost.
        ulong lost = width != 0 ? 1ul << (width - 1) : is64 ? 0 : 1ul << 32;
        bool isSame = lost == 0 || (source.Number.UMax < lost && (is64 || width != 0 || _profile.Has(KernelFeature.LinkedHalves)));
        if (isSame) Identify(ref source);
        target = source;
        if (!isSame) (target.Id, target.IsSum, target.Offset) = (0, false, 0);
        if (width != 0 && is64) target.Number.SignExtend(width / 8);
        else if (width != 0)
        {
            // The upper half is zero afterwards, whatever it was.
            target.Number.SignExtendIn32(width / 8);
            target.Number.ZeroExtend32();
            target.Number.Sync();
        }
        else if (!is64) target.Number.Truncate(4);
    }

    // Before a copy: what is learnt of either holds for both.
    private void Identify(ref RegisterState source)
    {
        if (!source.IsScalar) return;
        if (source.IsSum) (source.Id, source.IsSum, source.Offset) = (0, false, 0);
        if (source.Id == 0 && !source.Number.IsConstant) source.Id = ++_lastId;
    }

    private void RefusePointer(Register register)
    {
        if (!Registers[(int)register].IsPointer) return;
        if (!_policy.MayLeak) throw Reject(Rule.PointerArithmetic, $"R{(int)register} pointer arithmetic prohibited");
        Registers[(int)register] = RegisterState.Unknown;
    }
}
