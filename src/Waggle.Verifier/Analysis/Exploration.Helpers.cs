using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Verifier.Code;
using Waggle.Verifier.Kernels;
using Waggle.Verifier.Numbers;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>Calls of helpers (<c>check_helper_call</c> in kernel/bpf/verifier.c).</content>
internal sealed partial class Exploration
{
    private const int MapLookup = 1, TailCall = 12, SpinLock = 93, SpinUnlock = 94, GetLocalStorage = 81, ForEachElement = 164, TimerSetCallback = 170, FindArea = 180,
        LoopHelper = 181, KernelPointerExchange = 194, DynamicFromMemory = 197, DynamicWrite = 202, DynamicData = 203, UserRingDrain = 209, ProcessorId = 8, OverrideReturn = 58;

    private readonly Dictionary<int, int> _mapsOfCalls = [];

    private static readonly int[] s_acquiring = [84, 85, 99, 131, KernelPointerExchange]; // sk_lookup_tcp, _udp, skc_lookup_tcp, ringbuf_reserve, kptr_xchg
    private static readonly int[] s_casting = [95, 96, 136, 137, 138, 139, 140, 178, 196, DynamicData]; // sk_fullsock, tcp_sock, skc_to_*, dynptr_data
    private static readonly int[] s_texts = [45, 67, 114, 115, 141]; // probe_read_str, get_stack, probe_read_user_str, probe_read_kernel_str, get_task_stack

    private void CallHelper(int number)
    {
        string name = HelperNames.NameOf(number) ?? "unknown";
        HelperContract contract = FindOwnHelper(number) ?? FindHelper(number, name);
        if (contract.IsGplOnly && !_policy.IsGplCompatible) throw Reject(Rule.GplOnly, "cannot call GPL-restricted function from non-GPL compatible program");
        CheckSleep(contract, name, number);
        CallFacts facts = new() { Helper = number, TakesPackets = contract.TakesPackets };
        for (int i = 0; i < contract.Arguments.Length; i++) CheckArgument(contract, i, ref facts);
        CheckMapUse(facts, name);
        FillRaw(facts);
        if (facts.Released != 0) Release(contract, ref facts, name);
        Scalar firstArgument = Registers[FirstArgument].Number;
        CallSpecial(number, ref facts, firstArgument);
        bool changesPackets = (number != TailCall && PacketChanges.Contains(number)) || (number == DynamicWrite && facts.DynamicKind == DynamicKind.Packet);
        ForgetCallerSaved(_state.Current);
        Registers[Result] = ResultOf(contract, facts);
        if (changesPackets) ForgetPackets();
    }

    private HelperContract FindHelper(int number, string name)
    {
        if (HelperContracts.Find(number, _program.Type) is not { } contract)
        {
            throw HelperContracts.Of(number).IsEmpty
                ? Reject(Rule.UnknownHelper, $"invalid func {name}#{number}")
                : Reject(Rule.HelperNotForProgram, $"program of this type cannot use helper {name}#{number}");
        }

        if (_profile.WhyNotHelper(number, _program.Type) is { } why) throw Reject(Rule.NotInThisKernel, why);
        if (!Privileges.HasHelper(name, _policy.IsCapable, _policy.MayLeak)) throw Reject(Rule.NeedsPrivilege, $"program of this type cannot use helper {name}#{number}");
        bool isThere = number != OverrideReturn || KernelParts.OverridesReturns(_policy.KernelTypes);
        return isThere && HelperPlaces.Has(number, _program.Type, (AttachType)_program.ExpectedAttachType, _program.AttachTarget.Split('+')[0], _policy.Kernel)
            ? contract
            : throw Reject(Rule.HelperNotForProgram, $"program of this type cannot use helper {name}#{number}");
    }

    private void CheckSleep(HelperContract contract, string name, int number)
    {
        if (!contract.MightSleep) return;
        if (!_state.IsSleepable) throw Reject(Rule.MaySleep, "helper call might sleep in a non-sleepable prog");
        if (_state.RcuDepth > 0) throw Reject(Rule.MaySleep, $"sleepable helper {name}#{number} in rcu_read_lock region");
        if (_state.PreemptionDepth > 0) throw Reject(Rule.MaySleep, $"sleepable helper {name}#{number} in non-preemptible region");
        if (_state.InterruptFlags != 0) throw Reject(Rule.MaySleep, $"sleepable helper {name}#{number} in IRQ-disabled region");
    }

    private void CallSpecial(int number, ref CallFacts facts, in Scalar firstArgument)
    {
        switch (number)
        {
            case TailCall:
                CheckTailCall();
                NoteTailCallMap(facts.MapIndex);
                break;
            case GetLocalStorage:
                if (!Registers[2].IsNull) throw Reject(Rule.ArgumentValue, "get_local_storage() doesn't support non-zero flags");
                MarkPrecise(2);
                break;
            case ForEachElement:
                NoteMapOfCall(facts.MapIndex);
                CallBack(_text.Subprograms[facts.Function], SetElementArguments);
                break;
            case TimerSetCallback:
                CallLater(_text.Subprograms[facts.Function], facts.MapIndex, facts.MapId, isSleepable: false);
                break;
            case FindArea:
                CallBack(_text.Subprograms[facts.Function], SetAreaArguments);
                break;
            case UserRingDrain:
                CallBack(_text.Subprograms[facts.Function], SetRecordArguments);
                break;
            case LoopHelper:
                // The number of rounds says when to stop going through the callback.
                MarkPrecise(FirstArgument);
                if ((ulong)_state.Current.CallbackDepth < firstArgument.UMax) CallBack(_text.Subprograms[facts.Function], SetLoopArguments);
                else _state.Current.CallbackDepth = 0;
                break;
            case DynamicFromMemory:
                if (Registers[FirstArgument].Kind != RegisterKind.MapValue)
                    throw Reject(Rule.ArgumentType, $"Unsupported reg type {Describe(Registers[FirstArgument])} for bpf_dynptr_from_mem data");
                break;
        }
    }

    // A call that was seen with one map is made for that one, in kernels that keep no more.
    private void NoteMapOfCall(int map)
    {
        if (_profile.Has(KernelFeature.SeveralMapsForEach) || _mapsOfCalls.TryAdd(_slot, map) || _mapsOfCalls[_slot] == map) return;
        throw Reject(Rule.MapNotForHelper, "tail_call abusing map_ptr");
    }

    private void CheckTailCall()
    {
        if (_state.LockId != 0) throw Reject(Rule.LockState, "tail_call cannot be used inside bpf_spin_lock-ed region");
        CheckNothingHeld("tail_call would lead to reference leak");
        if (_state.RcuDepth > 0) throw Reject(Rule.RcuState, "tail_call cannot be used inside bpf_rcu_read_lock-ed region");
        if (_state.PreemptionDepth > 0) throw Reject(Rule.PreemptionState, "tail_call cannot be used inside bpf_preempt_disable-ed region");
        if (_state.Depth == 0) return;
        // Where there is a program to go on with, that returns in place of this function: it gives any number, and may have changed packets.
        // Where there is none nothing has happened, and this function goes on.
        if (_state.Current.IsCallback) throw Reject(Rule.ReturnValue, "At callback return the register R0 has unknown scalar value should have been in [0, 1]");
        ForgetPackets(ReturnEarly(RegisterState.Unknown));
    }

    private void Release(HelperContract contract, ref CallFacts facts, string name)
    {
        if (contract.Arguments[facts.Released - 1].Kind == ArgumentKind.DynamicPointer)
        {
            ReleaseDynamicPointer(Registers[facts.Released]);
            return;
        }
        if (facts.ReferenceId != 0)
        {
            ReleaseReference(facts.ReferenceId, $"func {name}#{facts.Helper} reference has not been acquired before");
            return;
        }
        if (!Registers[facts.Released].IsNull) throw Reject(Rule.ReferenceUnknown, $"func {name}#{facts.Helper} reference has not been acquired before");
    }

    private void ReleaseReference(int id, string message)
    {
        int index = _state.References.FindIndex(reference => reference.Id == id);
        if (index < 0) throw Reject(Rule.ReferenceUnknown, message);
        _state.References.RemoveAt(index);
        ForgetReference(_state, id);
    }

    // Whatever holds a reference that was given back can't be used any more.
    private void ForgetReference(PathState state, int id)
    {
        RegisterState invalid = Invalid;
        foreach (ref RegisterState each in state.AllRegisters)
        {
            if (each.ReferenceId == id) each = invalid;
        }
    }

    // Of a pointer that means nothing any more the number is left, for who may see it.
    private RegisterState Invalid => _policy.MayLeak ? RegisterState.Unknown : default;

    private void ForgetPackets() => ForgetPackets(_state);

    private void ForgetPackets(PathState state)
    {
        RegisterState invalid = Invalid;
        foreach (ref RegisterState each in state.AllRegisters)
        {
            if (each.Kind is RegisterKind.Packet or RegisterKind.PacketMeta or RegisterKind.PacketEnd || each.IsPacketSlice) each = invalid;
        }
    }

    private int Acquire()
    {
        int id = ++_lastId;
        _state.References.Add(new(id, _slot, ReferenceKind.Pointer, _state.Depth));
        return id;
    }

    private RegisterState ResultOf(HelperContract contract, in CallFacts facts)
    {
        RegisterState result = contract.Returns switch
        {
            HelperReturn.Nothing => default,
            HelperReturn.Integer => NumberOf(contract.Number, facts),
            HelperReturn.MapValue => RegisterState.Pointer(RegisterKind.MapValue) with { Map = facts.MapIndex, MapId = facts.MapId },
            HelperReturn.MapValueOrNull => FoundValue(facts),
            HelperReturn.SocketOrNull => OrNull(RegisterKind.Socket),
            HelperReturn.TcpSocketOrNull => OrNull(RegisterKind.TcpSocket),
            HelperReturn.SocketCommonOrNull => OrNull(RegisterKind.SocketCommon),
            HelperReturn.RingRecordOrNull => OrNull(RegisterKind.Memory, RegisterTraits.Ring) with { Range = (int)facts.MemorySize },
            HelperReturn.DynamicMemoryOrNull => OrNull(RegisterKind.Memory) with { Range = (int)Math.Min((uint)facts.MemorySize, int.MaxValue) },
            HelperReturn.KernelPointer => KernelObject(contract.ReturnTypeName ?? "", RegisterTraits.None),
            HelperReturn.TrustedKernelPointer => KernelObject(contract.ReturnTypeName ?? "", RegisterTraits.Trusted),
            HelperReturn.KernelPointerOrNull => facts.Helper == KernelPointerExchange
                ? OrNull(RegisterKind.KernelObject, facts.Exchanged) with { TypeId = facts.TypeId, Types = facts.Types }
                : OrNull(RegisterKind.KernelObject) with { TypeId = KernelObject(contract.ReturnTypeName ?? "", RegisterTraits.None).TypeId },
            HelperReturn.Variable => VariableOf(facts, RegisterTraits.None),
            HelperReturn.VariableOrNull => VariableOf(facts, RegisterTraits.MayBeNull),
            _ => RegisterState.Unknown,
        };
        if (result.MayBeNull) result.Id = ++_lastId;
        else if (result.Kind == RegisterKind.MapValue && MayHoldLock(result)) result.Id = ++_lastId;
        bool acquires = Array.IndexOf(s_acquiring, contract.Number) >= 0
            || (contract.Number == MapLookup && facts.Map is { Type: MapType.SockMap or MapType.SockHash });
        if (acquires) result.Id = result.ReferenceId = Acquire();
        else if (Array.IndexOf(s_casting, contract.Number) >= 0)
        {
            // It lives as long as what it was made of (is_ptr_cast_function, is_dynptr_ref_function).
            result.ReferenceId = facts.ReferenceId;
        }
        if (contract.Number == DynamicData) (result.DynamicId, result.IsPacketSlice) = (facts.DynamicId, facts.DynamicKind is DynamicKind.Packet or DynamicKind.Frame);
        return result;
    }

    // An array has an element for each key below its size.
    private static RegisterState FoundValue(in CallFacts facts)
    {
        RegisterTraits traits = facts.ConstantKey < facts.Map?.MaxEntries ? RegisterTraits.None : RegisterTraits.MayBeNull;
        return RegisterState.Pointer(RegisterKind.MapValue, traits) with { Map = facts.MapIndex, MapId = facts.MapId };
    }

    private static RegisterState OrNull(RegisterKind kind, RegisterTraits traits = RegisterTraits.None) => RegisterState.Pointer(kind, traits | RegisterTraits.MayBeNull);

    private RegisterState VariableOf(in CallFacts facts, RegisterTraits traits)
    {
        if (TypesOf(facts.Types) is not { } types || facts.TypeId == 0) return RegisterState.Unknown;
        int bare = types.SkipModifiers(facts.TypeId);
        if (facts.IsOwnVariable) traits |= RegisterTraits.Allocated | RegisterTraits.Rcu;
        return types[bare] is Waggle.Bpf.Types.BtfComposite
            ? RegisterState.Pointer(RegisterKind.KernelObject, traits) with { TypeId = bare, Types = facts.Types }
            : RegisterState.Pointer(RegisterKind.Memory, traits | RegisterTraits.ReadOnly) with { Range = SizeOrZero(types, bare) };
    }

    private static RegisterState NumberOf(int number, in CallFacts facts)
    {
        const int MostErrno = 4095, MostCpus = 8192;
        RegisterState result = RegisterState.Unknown;
        if (Array.IndexOf(s_texts, number) >= 0)
        {
            (result.Number.SMin, result.Number.SMax) = (-MostErrno, facts.LargestSize);
            (result.Number.S32Min, result.Number.S32Max) = (-MostErrno, (int)Math.Min(facts.LargestSize, int.MaxValue));
            result.Number.Sync();
        }
        else if (number == ProcessorId) result.Number = Scalar.Range(0, MostCpus - 1);
        return result;
    }
}
