using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Verifier.Code;
using Waggle.Verifier.Kernels;
using Waggle.Verifier.Numbers;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>The end of a function, and of the program.</content>
internal sealed partial class Exploration
{
    // False where the path ends.
    private bool Exit()
    {
        CheckSections(inFunction: _state.Depth > 0);
        if (_state.Depth == 0 || _state.Current.IsCallback) CheckNothingHeld();
        if (_state.Depth > 0)
        {
            Return();
            return true;
        }

        CheckReturnValue();
        return false;
    }

    private void CheckSections(bool inFunction)
    {
        // What locks and what unlocks are one function, where a lock goes with no call.
        if (inFunction && (_state.LockId == 0 || _profile.Has(KernelFeature.LocksWithCalls))) return;
        if (_state.LockId != 0) throw Reject(Rule.LockState, "bpf_spin_unlock is missing");
        if (_state.InterruptFlags != 0) throw Reject(Rule.LockState, "BPF_EXIT instruction in main prog cannot be used inside bpf_local_irq_save-ed region");
        if (_state.RcuDepth > 0) throw Reject(Rule.RcuState, "BPF_EXIT instruction in main prog cannot be used inside bpf_rcu_read_lock-ed region");
        if (_state.PreemptionDepth > 0) throw Reject(Rule.PreemptionState, "BPF_EXIT instruction in main prog cannot be used inside bpf_preempt_disable-ed region");
    }

    // What the program returns means something to who has called it (check_return_code).
    private void CheckReturnValue()
    {
        Frame frame = _state.Current;
        Subprogram function = _text.Subprograms[frame.Subprogram];
        if (function.IsGlobal && !frame.IsAsynchronous && !frame.IsExceptionCallback)
        {
            if (ReturnsNothing(function)) return;
            if (!Registers[Result].IsScalar) throw Reject(Rule.ReturnValue, $"At subprogram exit the register R0 is not a scalar value ({Describe(Registers[Result])})");
            return;
        }

        if (!frame.IsAsynchronous && _program.Type is ProgramType.Lsm && Target is { IsUnknown: false, Name: var hook } && _program.ExpectedAttachType == 27
            && ReturnsNothing(hook)) return;
        if (_program.Type == ProgramType.StructOps && Registers[Result].Kind == RegisterKind.NotInitialized && StructOpsReturnsNothing()) return;
        Read(0);
        if (IsLeakingPointer(Result)) throw Reject(Rule.PointerLeak, "R0 leaks addr as return value");
        (int Minimum, int Maximum, bool Is32Bit)? range = frame.IsAsynchronous ? (0, 0, false) : RangeOfProgram();
        if (range is not { } wanted) return;
        string where = frame.IsAsynchronous ? "async callback" : "program";
        CheckReturnRange(Result, wanted, where);
    }

    private void CheckReturnRange(int register, (int Minimum, int Maximum, bool Is32Bit) wanted, string where)
    {
        if (!Registers[register].IsScalar) throw Reject(Rule.ReturnValue, $"At {where} exit the register R{register} is not a known value ({Describe(Registers[register])})");
        MarkPrecise(register);
        Scalar number = Registers[register].Number;
        (long low, long high) = wanted.Is32Bit ? (number.S32Min, number.S32Max) : (number.SMin, number.SMax);
        if (low < wanted.Minimum || high > wanted.Maximum)
            throw Reject(Rule.ReturnValue, $"At {where} exit the register R{register} has {DescribeRange(number)} should have been in [{wanted.Minimum}, {wanted.Maximum}]");
    }

    private (int Minimum, int Maximum, bool Is32Bit)? RangeOfProgram()
    {
        // What a hook without a result is given as one must be its "go on".
        if (_program.Type == ProgramType.Lsm && _program.ExpectedAttachType == (uint)AttachType.LsmCgroup && Target is { IsUnknown: false, Name: var hook } && ReturnsNothing(hook))
            return (1, 1, false);
        ReturnRange? found = _program.Type == ProgramType.Lsm && _program.ExpectedAttachType == (uint)AttachType.LsmMac
            ? ReturnRanges.OfLsmHook($"bpf_lsm_{_program.AttachTarget}", _policy.Kernel)
            : ReturnRanges.Find(_program.Type, (AttachType)_program.ExpectedAttachType, _policy.Kernel);
        return found is null ? null : (found.Minimum, found.Maximum, found.Is32Bit);
    }

    private bool ReturnsNothing(Subprogram function) =>
        function.TypeId != 0 && _text.Object.Btf is { } types && types[function.TypeId] is BtfFunction found
        && types[found.PrototypeId] is BtfFunctionPrototype { ReturnId: 0 };

    private bool ReturnsNothing(string kernelFunction) =>
        _policy.KernelTypes is { } types && types.TryFind(kernelFunction, out _, out BtfFunction? found) && types[found.PrototypeId] is BtfFunctionPrototype { ReturnId: 0 };

    private bool StructOpsReturnsNothing() => ReturnsNothing(_text.Subprograms[0]);
}
