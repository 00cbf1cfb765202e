using System.Reflection.Emit;
using Waggle.Bpf.Instructions;
using Waggle.Vm.Code;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Jit;

internal sealed partial class FunctionCompiler
{
    private const int ScratchRegisters = 0b11_1111; // r0 to r5
    private const int FetchFlag = (int)AtomicOperation.FetchAdd;

    /// <returns>Whether it ended the block.</returns>
    private bool CompileJump(CodeBlock block, int slot, in Instruction instruction)
    {
        switch (instruction.Opcode.JumpOperation)
        {
            case JumpOperation.Exit:
                Node result = Use(0);
                StoreBudget();
                result.Emit(_writer);
                Return();
                return true;
            case JumpOperation.Call when (CallKind)instruction.Source == CallKind.Function:
                CompileFunctionCall(slot, instruction);
                return false;
            case JumpOperation.Call when (CallKind)instruction.Source == CallKind.Helper && instruction.Immediate == ProgramImage.TailCallHelper:
                CompileTailCall(slot);
                return false;
            case JumpOperation.Call:
                CompileHelperCall(slot);
                return false;
            case JumpOperation.Always:
                _pending.ComputeAll(_liveAfter);
                JumpTo(block, slot);
                return true;
            case JumpOperation.MayGoto:
                _pending.ComputeAll(_liveAfter);
                _writer.LoadRun();
                _writer.Call(typeof(RunContext), nameof(RunContext.MayGoOn));
                Branch(OpCodes.Brfalse, block, slot);
                return true;
            default:
                CompileComparison(block, slot, instruction);
                return true;
        }
    }

    private void CompileComparison(CodeBlock block, int slot, in Instruction instruction)
    {
        bool isWide = instruction.Opcode.Class == InstructionClass.Jmp, isRegister = instruction.Opcode.Operand == Operand.Register;
        if (isRegister && instruction.Source == instruction.Destination) _pending.Compute((int)instruction.Destination);
        Node left = Narrow(Use((int)instruction.Destination), isWide);
        Node right = Narrow(isRegister ? Use((int)instruction.Source) : Nodes.Constant((ulong)(long)instruction.Immediate), isWide);
        _pending.ComputeAll(_liveAfter);
        left.Emit(_writer);
        right.Emit(_writer);
        OpCode branch = instruction.Opcode.JumpOperation switch
        {
            JumpOperation.Equal => OpCodes.Beq,
            JumpOperation.NotEqual => OpCodes.Bne_Un,
            JumpOperation.GreaterUnsigned => OpCodes.Bgt_Un,
            JumpOperation.GreaterOrEqualUnsigned => OpCodes.Bge_Un,
            JumpOperation.LessUnsigned => OpCodes.Blt_Un,
            JumpOperation.LessOrEqualUnsigned => OpCodes.Ble_Un,
            JumpOperation.GreaterSigned => OpCodes.Bgt,
            JumpOperation.GreaterOrEqualSigned => OpCodes.Bge,
            JumpOperation.LessSigned => OpCodes.Blt,
            JumpOperation.LessOrEqualSigned => OpCodes.Ble,
            _ => OpCodes.Brtrue,
        };
        if (branch == OpCodes.Brtrue) IL.Emit(OpCodes.And);
        Branch(branch, block, slot);
    }

    // A conditional branch with what it compares on the evaluation stack; what is live is in the variables.
    private void Branch(OpCode branch, CodeBlock block, int slot)
    {
        CodeBlock target = block.Target!, next = block.Next!;
        if (!IsMetered(target, slot))
        {
            IL.Emit(branch, LabelOf(target));
            IL.Emit(OpCodes.Br, LabelOf(next));
            return;
        }

        Label back = IL.DefineLabel();
        IL.Emit(branch, back);
        IL.Emit(OpCodes.Br, LabelOf(next));
        IL.MarkLabel(back);
        JumpTo(block, slot);
    }

    private void JumpTo(CodeBlock block, int slot)
    {
        CodeBlock target = block.Target!;
        if (IsMetered(target, slot)) Charge(slot - target.Start + 1, slot);
        IL.Emit(OpCodes.Br, LabelOf(target));
    }

    private bool IsMetered(CodeBlock target, int slot) => _budget is not null && target.Start <= slot;

    // What is used up ends the run; the registers reported are those that the way on would read.
    private void Charge(int cost, int slot)
    {
        Label isLeft = IL.DefineLabel();
        IL.Emit(OpCodes.Ldloc, _budget!);
        _writer.LoadConstant(cost);
        IL.Emit(OpCodes.Sub);
        IL.Emit(OpCodes.Stloc, _budget!);
        IL.Emit(OpCodes.Ldloc, _budget!);
        _writer.LoadConstant(0);
        IL.Emit(OpCodes.Bge, isLeft);
        _exits.EmitSpent(slot, _liveAfter);
        IL.MarkLabel(isLeft);
    }

    private void CompileFunctionCall(int slot, in Instruction instruction)
    {
        CodeFunction callee = _image.Code.FunctionStartingAt(ProgramCode.CallTarget(slot, instruction));
        CompiledFunction target = _program.FunctionOf(callee);
        if (IsChecked)
        {
            Label exit = _exits.To(slot);
            // Too deep, or too little left: the interpreter says so.
            _writer.LoadFrame();
            IL.Emit(OpCodes.Ldc_I4, RunContext.FrameSize);
            IL.Emit(OpCodes.Sub);
            _writer.LoadRun();
            _writer.LoadField(nameof(RunContext.LowestFrame));
            IL.Emit(OpCodes.Blt_Un, exit);
            IL.Emit(OpCodes.Ldloc, _budget!);
            _writer.LoadConstant(callee.Length);
            IL.Emit(OpCodes.Blt, exit);
            IL.Emit(OpCodes.Ldloc, _budget!);
            _writer.LoadConstant(callee.Length);
            IL.Emit(OpCodes.Sub);
            IL.Emit(OpCodes.Stloc, _budget!);
            StoreBudget();
        }

        var arguments = new Node[target.ParameterCount];
        for (int i = 0; i < arguments.Length; i++) arguments[i] = Use(i + 1);
        _pending.ComputeLoads();
        _pending.ComputeAll(_liveAfter & ~ScratchRegisters);
        _writer.LoadRun();
        foreach (Node argument in arguments) argument.Emit(_writer);
        _writer.LoadFrame();
        IL.Emit(OpCodes.Ldc_I4, RunContext.FrameSize);
        IL.Emit(OpCodes.Sub);
        IL.Emit(OpCodes.Call, target.Method);
        FinishCall();
        LoadBudget();
    }

    private void CompileTailCall(int slot)
    {
        if (_image.IsCheckedAt(slot)) CheckArguments(slot, 3);
        Node map = Use(2), index = Use(3);
        _pending.ComputeLoads();
        _pending.ComputeAll(_liveAfter & ~ScratchRegisters);
        LocalBuilder result = IL.DeclareLocal(typeof(ulong));
        Label isMissed = IL.DefineLabel();
        StoreBudget();
        _writer.LoadRun();
        map.Emit(_writer);
        index.Emit(_writer);
        _writer.LoadFrame();
        IL.Emit(OpCodes.Ldloca, result);
        _writer.Call(typeof(RunContext), nameof(RunContext.TryTailCall));
        IL.Emit(OpCodes.Brfalse, isMissed);
        IL.Emit(OpCodes.Ldloc, result);
        Return();
        IL.MarkLabel(isMissed);
        _writer.LoadConstant(unchecked((long)RunContext.NoSuchEntry));
        FinishCall();
        LoadBudget();
    }

    private void CompileHelperCall(int slot)
    {
        HelperBinding? helper = _image.HelperAt(slot);
        if (helper is not null && (TryCompileMapCall(slot, helper) || TryCompileLoop(slot, helper))) return;
        if (helper is null || (_image.IsCheckedAt(slot) && !TryCheckArguments(slot, helper))) CompileCheckedCall(slot);
        else CompilePlainCall(slot, helper);
    }

    // Nothing to check, or it is checked.
    private void CompilePlainCall(int slot, HelperBinding helper)
    {
        var arguments = new Node[MaximumArguments];
        int count = HelperArity.Of(helper.Number);
        for (int i = 0; i < arguments.Length; i++) arguments[i] = i < count ? Use(i + 1) : Nodes.Constant(0);
        _pending.ComputeLoads();
        _pending.ComputeAll(_liveAfter & ~ScratchRegisters);
        StoreBudget();
        StoreFrame();
        if (IsChecked || helper.MayFault)
        {
            // What goes wrong inside is this instruction's fault.
            _writer.LoadRun();
            IL.Emit(OpCodes.Ldc_I4, slot);
            _writer.StoreField(nameof(RunContext.Slot));
        }

        _writer.LoadRun();
        foreach (Node argument in arguments) argument.Emit(_writer);
        EmitHelper(helper);
        FinishCall();
        LoadBudget();
    }

    private unsafe void EmitHelper(HelperBinding helper)
    {
        // The address of code is a constant for as long as the process lives; RyuJIT calls it directly.
        IL.Emit(OpCodes.Ldc_I8, (long)(nint)helper.Function);
        IL.Emit(OpCodes.Conv_I);
        IL.EmitCalli(OpCodes.Calli, System.Reflection.CallingConventions.Standard, typeof(ulong),
            [typeof(RunContext), typeof(ulong), typeof(ulong), typeof(ulong), typeof(ulong), typeof(ulong)], null);
    }

    private void CompileCheckedCall(int slot)
    {
        int count = _code[slot].IsCall(CallKind.Helper) ? HelperArity.Of(_code[slot].Immediate) : MaximumArguments;
        CheckArguments(slot, count);
        if (_image.HelperAt(slot) is not { } helper)
        {
            _writer.LoadConstant(0); // never reached: the check has failed
            FinishCall();
            return;
        }

        var arguments = new Node[MaximumArguments];
        for (int i = 0; i < arguments.Length; i++) arguments[i] = i < count ? Use(i + 1) : Nodes.Constant(0);
        _pending.ComputeLoads();
        _pending.ComputeAll(_liveAfter & ~ScratchRegisters);
        StoreBudget();
        _writer.LoadRun();
        foreach (Node argument in arguments) argument.Emit(_writer);
        EmitHelper(helper);
        FinishCall();
        LoadBudget();
    }

    // Hands the arguments over and asks whether they are right; if not the interpreter says what is wrong.
    private void CheckArguments(int slot, int count)
    {
        Label exit = _exits.To(slot);
        for (int register = 1; register <= count; register++)
        {
            _writer.LoadRun();
            _writer.LoadField(nameof(RunContext.Registers));
            IL.Emit(OpCodes.Ldc_I4, register * sizeof(ulong));
            IL.Emit(OpCodes.Add);
            (_pending.Peek(register) ?? new RegisterNode(register)).Emit(_writer);
            IL.Emit(OpCodes.Stind_I8);
        }

        _writer.LoadRun();
        IL.Emit(OpCodes.Ldc_I4, slot);
        _writer.LoadFrame();
        _writer.Call(typeof(CompiledProgram), nameof(CompiledProgram.AreArgumentsRight));
        IL.Emit(OpCodes.Brfalse, exit);
    }

    // The result is on the evaluation stack; the arguments are zeros now, for whoever reads them without having written them.
    private void FinishCall()
    {
        if ((_liveAfter & 1) != 0) _writer.StoreRegister(0);
        else IL.Emit(OpCodes.Pop);
        _pending.Forget(0);
        for (int register = 1; register <= MaximumArguments; register++)
        {
            _pending.Forget(register);
            if ((_liveAfter >> register & 1) != 0) _pending.Set(register, Nodes.Constant(0), isLive: true);
        }
    }

    private const int MaximumArguments = 5;
}
