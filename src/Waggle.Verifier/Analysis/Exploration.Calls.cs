using Waggle.Bpf.Instructions;
using Waggle.Verifier.Code;
using Waggle.Verifier.Kernels;
using Waggle.Verifier.Numbers;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>Calls of the program's own functions, directly and through helpers (<c>check_func_call</c>, <c>push_callback_call</c>).</content>
internal sealed partial class Exploration
{
    private const int Result = 0, FirstArgument = 1, LastArgument = 5;

    // False where the path ends: after an exception.
    private bool Call(in Instruction instruction)
    {
        if (_state.LockId != 0 && !(instruction.Source == (Register)CallKind.Helper && instruction.Immediate == SpinUnlock) && !IsAllowedWithLock(instruction))
            throw Reject(Rule.LockState, "function calls are not allowed while holding a lock");
        switch ((CallKind)instruction.Source)
        {
            case CallKind.Function:
                CallFunction(_text.Containing(_slot + 1 + instruction.Immediate));
                return true;
            case CallKind.KernelFunction:
                return CallKernelFunction();
            default:
                CallHelper(instruction.Immediate);
                _slot++;
                return true;
        }
    }

    private bool IsAllowedWithLock(in Instruction instruction) => (instruction.Source == (Register)CallKind.Function && _profile.Has(KernelFeature.LocksWithCalls))
        || (instruction.Source == (Register)CallKind.KernelFunction && _text.ExternAt(_slot) is { } name && (name.StartsWith("bpf_list_", StringComparison.Ordinal)
            || name.StartsWith("bpf_rbtree_", StringComparison.Ordinal) || name.StartsWith("bpf_iter_num_", StringComparison.Ordinal) || name is "bpf_refcount_acquire_impl"));

    private void CallFunction(Subprogram callee)
    {
        callee.IsCalled = true;
        if (callee.IsGlobal)
        {
            CallGlobal(callee);
            _slot++;
            return;
        }

        Frame caller = _state.Current;
        Enter(_state, callee, _slot);
        for (int i = FirstArgument; i <= LastArgument; i++) _state.Registers[i] = caller[i];
        ForgetCallerSaved(caller);
        _slot = callee.Start;
    }

    private void Enter(PathState state, Subprogram callee, int callSite)
    {
        if (state.Depth + 1 >= PathState.MostFrames) throw Reject(Rule.CallsTooDeep, $"the call stack of {state.Depth + 2} frames is too deep");
        Frame frame = state.Push(callSite, callee.Number);
        frame.Written = ulong.MaxValue; // it is new: what is read of it was written here
    }

    private static void ForgetCallerSaved(Frame frame)
    {
        for (int i = Result; i <= LastArgument; i++) frame[i] = default;
    }

    // A callback that runs before the helper returns: another path begins in it, and comes back to the call.
    private void CallBack(Subprogram callee, Action<Frame, Frame> setArguments)
    {
        callee.IsCalled = true;
        Frame caller = _state.Current;
        PathState branch = Fork(callee.Start, _slot);
        Enter(branch, callee, _slot);
        Frame frame = branch.Current;
        frame.IsCallback = true;
        (frame.ReturnMinimum, frame.ReturnMaximum) = (0, 1);
        setArguments(branch[branch.Depth - 1], frame);
        branch.CallbackUnrollDepth++;
        branch[branch.Depth - 1].CallbackDepth++;
        caller.CallbackDepth = 0;
    }

    // A callback that runs later: it begins with a stack of its own.
    private void CallLater(Subprogram callee, int map, int mapId, bool isSleepable)
    {
        callee.IsCalled = true;
        callee.IsAsynchronousCallback = true;
        PathState branch = _spare.TryPop(out PathState? spare) ? spare : new PathState();
        branch.CopyFrom(_state);
        branch.Reset(callee.Number);
        (branch.Parent, branch.Branches, branch.LoopEntry, branch.TreeDepth) = (null, 1, null, 0);
        (branch.FirstSlot, branch.LastSlot, branch.HistoryStart) = (callee.Start, -1, branch.HistoryEnd);
        branch.IsSleepable = isSleepable;
        Frame frame = branch.Current;
        frame.IsAsynchronous = true;
        frame.AsynchronousEntry = _state.Current.AsynchronousEntry + 1;
        (frame.ReturnMinimum, frame.ReturnMaximum) = (0, 0);
        frame[1] = RegisterState.Pointer(RegisterKind.Map) with { Map = map, MapId = mapId };
        frame[2] = RegisterState.Pointer(RegisterKind.MapKey) with { Map = map, MapId = mapId };
        frame[3] = RegisterState.Pointer(RegisterKind.MapValue) with { Map = map, MapId = mapId };
        _pending.Push((branch, callee.Start, _slot));
        if (_pending.Count > _policy.PendingLimit) throw Reject(Rule.TooComplex, $"The sequence of {_pending.Count} jumps is too complex for async cb.");
    }

    private static void SetLoopArguments(Frame caller, Frame frame)
    {
        frame[1] = RegisterState.Unknown;
        frame[2] = caller[3];
    }

    private static void SetElementArguments(Frame caller, Frame frame)
    {
        frame[1] = caller[1];
        frame[2] = RegisterState.Pointer(RegisterKind.MapKey) with { Map = caller[1].Map, MapId = caller[1].MapId };
        frame[3] = RegisterState.Pointer(RegisterKind.MapValue) with { Map = caller[1].Map, MapId = caller[1].MapId };
        frame[4] = caller[3];
    }

    private void SetAreaArguments(Frame caller, Frame frame)
    {
        frame[1] = caller[1];
        frame[2] = KernelObject("vm_area_struct", RegisterTraits.None);
        frame[3] = caller[4];
    }

    private void SetRecordArguments(Frame caller, Frame frame)
    {
        frame[1] = RegisterState.Pointer(RegisterKind.DynamicPointer) with { Id = ++_lastId, Range = (int)DynamicKind.Local };
        frame[2] = caller[3];
    }

    // Out of a function, to its caller (prepare_func_exit).
    private void Return()
    {
        Frame callee = _state.Current;
        RegisterState result = callee[Result];
        if (result.Kind == RegisterKind.Stack) throw Reject(Rule.StackAccess, "cannot return stack pointer to the caller");
        if (callee.IsCallback)
        {
            if (!result.IsScalar) throw Reject(Rule.ReturnValue, "R0 not a scalar value");
            MarkPrecise(Result);
            if (result.Number.SMin < callee.ReturnMinimum || result.Number.SMax > callee.ReturnMaximum)
                throw Reject(Rule.ReturnValue, $"At callback return the register R0 has {DescribeRange(result.Number)} should have been in [{callee.ReturnMinimum}, {callee.ReturnMaximum}]");
        }

        bool isCallback = callee.IsCallback;
        int callSite = callee.CallSite;
        _state.Depth--;
        if (!isCallback)
        {
            _state.Registers[Result] = result;
            _slot = callSite + 1;
            return;
        }

        _slot = callSite;
        if (EarlierVisit(_state.Parent, callSite) is { } earlier) Widen(earlier, _state);
    }

    private static string DescribeRange(in Scalar number) =>
        number.SMin == number.SMax ? $"the known value {number.SMin}" : number.IsUnknown ? "unknown scalar value" : $"smin={number.SMin} smax={number.SMax}";

    // The state of an earlier round of the same loop.
    private PathState? EarlierVisit(PathState? state, int slot)
    {
        for (; state is not null; state = state.Parent)
        {
            if (state.Slot == slot && state.HasCallSitesOf(_state)) return state;
        }
        return null;
    }

    // Numbers that differ from round to round, and decide nothing, become any number: so that loops converge (widen_imprecise_scalars).
    private static void Widen(PathState earlier, PathState state)
    {
        for (int i = state.Depth; i >= 0; i--)
        {
            (Frame before, Frame now) = (earlier[i], state[i]);
            for (int register = 0; register < Frame.FramePointer; register++) WidenRegister(before[register], ref now[register]);
            for (int slot = 0; slot < Math.Min(before.SlotCount, now.SlotCount); slot++)
            {
                if (before.Slots[slot].IsSpill && now.Slots[slot].IsSpill) WidenRegister(before.Slots[slot].Register, ref now.Slots[slot].Register);
            }
        }
    }

    private static void WidenRegister(in RegisterState before, ref RegisterState now)
    {
        if (!before.IsScalar || !now.IsScalar || before.IsPrecise || now.IsPrecise) return;
        if (before.IsLike(now) && before.Id == now.Id) return;
        now = RegisterState.Unknown;
    }

    private void GoOnOrLeave(in Instruction instruction)
    {
        PathState? earlier = EarlierVisit(_state.Parent?.Parent, _slot);
        PathState inside = Fork(_slot + 1, _slot);
        inside.MayGotoDepth++;
        if (earlier is not null) Widen(earlier, inside);
        _slot += 1 + instruction.Offset;
    }
}
