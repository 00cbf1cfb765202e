using System.Reflection.Emit;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Vm.Code;
using Waggle.Vm.Execution;
using Waggle.Vm.Helpers;

namespace Waggle.Vm.Jit;

internal sealed partial class FunctionCompiler
{
    private const int SpinLockHelper = 93;
    private const long LargestSize = 1 << 29; // BPF_MAX_VAR_SIZ

    /// <summary>Emits the checks of a helper's arguments that are not settled now, as far as each is a comparison or a question about memory. The
    /// rest (locks, records, dynptrs) is for <see cref="ContractCheck"/> as the program runs.</summary>
    /// <returns>False if nothing was emitted.</returns>
    private bool TryCheckArguments(int slot, HelperBinding helper)
    {
        if (helper.Check is not ContractCheck check) return helper.Check is null;
        for (int i = 0; i < check.Arguments.Length; i++)
        {
            if (!IsCheckedInPlace(helper, check, i)) return false;
        }

        Label exit = _exits.To(slot);
        // A program that takes no lock holds none: it is entered without, and what it calls gives back what it takes.
        if (_image.Helpers.ContainsKey(SpinLockHelper))
        {
            _writer.LoadRun();
            _writer.LoadField(nameof(RunContext.HeldLock));
            IL.Emit(OpCodes.Brtrue, exit);
        }

        for (int i = 0; i < check.Arguments.Length; i++) CheckArgument(exit, check, i);
        return true;
    }

    private bool IsCheckedInPlace(HelperBinding helper, ContractCheck check, int index)
    {
        HelperArgument argument = check.Arguments[index];
        int register = index + 1;
        bool mayBeNull = argument.IsOptional && _pending.Peek(register) is not ConstantNode;
        return argument.Kind switch
        {
            ArgumentKind.Anything or ArgumentKind.Scalar or ArgumentKind.AllocationSize or ArgumentKind.Size => true,
            ArgumentKind.Context => !mayBeNull,
            ArgumentKind.Map => _state[register] is { Kind: PointerKind.Map, IsCertain: true } fact && check.RefuseMap(_image.Maps[fact.Map]) is null,
            ArgumentKind.MapKey => Array.Exists(check.Arguments, a => a.Kind == ArgumentKind.Map),
            ArgumentKind.MapValue => !mayBeNull && helper.Number == UpdateHelper,
            ArgumentKind.Memory => (argument.IsRead || argument.IsWritten) && (!mayBeNull || argument.SizeInBytes == 0) && (argument.Traits & ArgumentTraits.Aligned) == 0,
            ArgumentKind.Stack => IsNull(register) ? argument.IsOptional : _state[register] is { Kind: PointerKind.Frame, IsCertain: true, Offset: >= -RunContext.FrameSize and < 0 },
            ArgumentKind.Callback => CallbackIn(register) is not null,
            _ => false,
        };
    }

    private void CheckArgument(Label exit, ContractCheck check, int index)
    {
        HelperArgument argument = check.Arguments[index];
        int register = index + 1;
        switch (argument.Kind)
        {
            case ArgumentKind.Context:
                if (_state[register] is { Kind: PointerKind.Context, Offset: 0, IsCertain: true } || (argument.IsOptional && IsNull(register))) return;
                ValueOf(register).Emit(_writer);
                _writer.LoadRun();
                _writer.LoadField(_image.Context.Size == 0 ? nameof(RunContext.PacketStart) : nameof(RunContext.ContextStart));
                IL.Emit(OpCodes.Bne_Un, exit);
                return;
            case ArgumentKind.MapKey:
                CheckMemory(exit, register, MapOf(check).KeySizeInBytes, argument);
                return;
            case ArgumentKind.MapValue:
                if (!(argument.IsOptional && IsNull(register))) CheckMemory(exit, register, MapOf(check).ValueSizeInBytes, argument);
                return;
            case ArgumentKind.Memory when argument.SizeInBytes != 0:
                if (!(argument.IsOptional && IsNull(register))) CheckMemory(exit, register, argument.SizeInBytes, argument);
                return;
            case ArgumentKind.Memory when ValueOf(register + 1) is ConstantNode { Value: var size }:
                if (size >= LargestSize || (size == 0 && !check.Arguments[index + 1].IsOptional)) IL.Emit(OpCodes.Br, exit);
                else CheckMemory(exit, register, (int)size, argument);
                return;
            case ArgumentKind.Memory:
                if (argument.IsRead) CheckSized(exit, register, isWrite: false, check.Arguments[index + 1]);
                if (argument.IsWritten) CheckSized(exit, register, isWrite: true, check.Arguments[index + 1]);
                return;
            case ArgumentKind.Callback:
                // One frame deeper must be allowed.
                _writer.LoadFrame();
                IL.Emit(OpCodes.Ldc_I4, RunContext.FrameSize);
                IL.Emit(OpCodes.Sub);
                _writer.LoadRun();
                _writer.LoadField(nameof(RunContext.LowestFrame));
                IL.Emit(OpCodes.Blt_Un, exit);
                return;
            default:
                return;
        }
    }

    private Maps.VmMap MapOf(ContractCheck check) => _image.Maps[_state[Array.FindIndex(check.Arguments, a => a.Kind == ArgumentKind.Map) + 1].Map];

    private void CheckMemory(Label exit, int register, int size, HelperArgument argument)
    {
        if (size == 0) return;
        if (_state[register] is { Kind: PointerKind.Frame, IsCertain: true, Offset: { } offset } && offset >= -RunContext.FrameSize && offset <= -size) return;
        if (argument.IsRead && !_covered.Holds(register, 0, size, isWrite: false)) CheckReachable(exit, register, size, isWrite: false);
        if (argument.IsWritten && !_covered.Holds(register, 0, size, isWrite: true)) CheckReachable(exit, register, size, isWrite: true);
    }

    private void CheckReachable(Label exit, int register, int size, bool isWrite)
    {
        StoreFrame();
        _writer.LoadRun();
        ValueOf(register).Emit(_writer);
        IL.Emit(OpCodes.Ldc_I4, size);
        IL.Emit(isWrite ? OpCodes.Ldc_I4_1 : OpCodes.Ldc_I4_0);
        _writer.Call(typeof(RunContext), nameof(RunContext.IsReachable));
        IL.Emit(OpCodes.Brfalse, exit);
    }

    private void CheckSized(Label exit, int register, bool isWrite, HelperArgument size)
    {
        StoreFrame();
        _writer.LoadRun();
        ValueOf(register).Emit(_writer);
        ValueOf(register + 1).Emit(_writer);
        IL.Emit(size.IsOptional ? OpCodes.Ldc_I4_1 : OpCodes.Ldc_I4_0);
        IL.Emit(isWrite ? OpCodes.Ldc_I4_1 : OpCodes.Ldc_I4_0);
        _writer.Call(typeof(RunContext), nameof(RunContext.IsSizedReachable));
        IL.Emit(OpCodes.Brfalse, exit);
    }

    private void StoreFrame()
    {
        _writer.LoadRun();
        _writer.LoadFrame();
        _writer.StoreField(nameof(RunContext.Frame));
    }

    private Node ValueOf(int register) => _pending.Peek(register) ?? new RegisterNode(register);

    private bool IsNull(int register) => _pending.Peek(register) is ConstantNode { Value: 0 };

    // The function that a register stands for, where the program says so right before the call.
    private CodeFunction? CallbackIn(int register) =>
        _pending.Peek(register) is ConstantNode { Value: var handle } && FunctionHandles.IndexOf(handle) is > 0 and var index && index < (ulong)_image.Code.Functions.Length
            ? _image.Code.Functions[(int)index]
            : null;

    // Packets move, and records and dynptrs go, by what is given to a call; other calls leave memory where it is.
    private bool MayTakeMemory(int slot, in Instruction instruction)
    {
        if (!instruction.IsCall(CallKind.Helper)) return true;
        return _image.HelperAt(slot)?.Check switch
        {
            ContractCheck check => Array.Exists(check.Arguments, a => a.Kind is not (ArgumentKind.Anything or ArgumentKind.Scalar or ArgumentKind.Size
                or ArgumentKind.Map or ArgumentKind.MapKey or ArgumentKind.MapValue or ArgumentKind.Memory or ArgumentKind.SpinLock or ArgumentKind.Text)),
            _ => true,
        };
    }
}
