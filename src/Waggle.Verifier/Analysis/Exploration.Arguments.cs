using Waggle.Bpf.Catalog;
using Waggle.Bpf.Types;
using Waggle.Verifier.Code;
using Waggle.Verifier.Kernels;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>What a helper is given, held against what it takes (<c>check_func_arg</c> in kernel/bpf/verifier.c).</content>
internal sealed partial class Exploration
{
    private void CheckArgument(HelperContract contract, int index, ref CallFacts facts)
    {
        HelperArgument argument = contract.Arguments[index];
        int register = FirstArgument + index;
        Read((Waggle.Bpf.Instructions.Register)register);
        if (argument.Kind == ArgumentKind.Anything)
        {
            if (IsLeakingPointer(register)) throw Reject(Rule.PointerLeak, $"R{register} leaks addr into helper function");
            return;
        }

        RegisterState given = Registers[register];
        NotePlace(given);
        if (given.Kind is RegisterKind.Packet or RegisterKind.PacketMeta && !MayReadPackets(facts))
            throw Reject(Rule.PacketAccess, "helper access to the packet is not allowed");
        if (argument.Kind == ArgumentKind.MapValue && facts.Map is { Type: MapType.SockMap or MapType.SockHash })
            argument = new HelperArgument(ArgumentKind.AnySocket);
        bool mayBeNull = (argument.Traits & ArgumentTraits.MayBeNull) != 0;
        if (given.IsNull && mayBeNull) MarkPrecise(register);
        else
        {
            CheckType(argument, register, given, mayBeNull, facts);
            CheckOffset(argument, register, given);
        }

        if ((argument.Traits & ArgumentTraits.Released) != 0) NoteRelease(argument, register, given, ref facts);
        if (given.ReferenceId != 0 && argument.Kind != ArgumentKind.KernelPointerPlace && argument.Kind != ArgumentKind.DynamicPointer)
            facts.ReferenceId = given.ReferenceId;
        CheckContent(contract, index, argument, register, given, ref facts);
    }

    private bool MayReadPackets(in CallFacts facts) => _program.Type switch
    {
        ProgramType.LwtIn or ProgramType.LwtOut or ProgramType.LwtSeg6Local or ProgramType.SkReuseport or ProgramType.FlowDissector or ProgramType.CgroupSkb => facts.TakesPackets,
        ProgramType.SchedCls or ProgramType.SchedAct or ProgramType.Xdp or ProgramType.LwtXmit or ProgramType.SkSkb or ProgramType.SkMsg => facts.TakesPackets,
        ProgramType.CgroupSockopt => facts.TakesPackets,
        _ => false,
    };

    private void CheckType(HelperArgument argument, int register, in RegisterState given, bool mayBeNull, in CallFacts facts)
    {
        if (given.MayBeNull && !mayBeNull) throw Mismatch(argument, register, given);
        bool isFine = argument.Kind switch
        {
            ArgumentKind.MapKey or ArgumentKind.MapValue when !_profile.Has(KernelFeature.KeysInAnyMemory) && !IsOfHost => given.Kind is RegisterKind.Stack or RegisterKind.Packet or RegisterKind.PacketMeta or RegisterKind.MapKey or RegisterKind.MapValue,
            ArgumentKind.MapKey or ArgumentKind.MapValue or ArgumentKind.Memory => IsMemory(given, argument),
            ArgumentKind.Size or ArgumentKind.AllocationSize or ArgumentKind.Scalar => given.IsScalar,
            ArgumentKind.Map => given.Kind == RegisterKind.Map,
            ArgumentKind.Context => given.Kind == RegisterKind.Context,
            ArgumentKind.SocketCommon => IsSocket(given),
            ArgumentKind.AnySocket => IsSocket(given) || IsObject(given, "sock_common", mayBePart: true),
            ArgumentKind.Socket => given.Kind == RegisterKind.Socket,
            // What is exchanged may be an object that the program has made for each processor.
            ArgumentKind.KernelPointer when facts.Helper == KernelPointerExchange && given.Has(RegisterTraits.Allocated) => given.Kind == RegisterKind.KernelObject && !given.Has(RegisterTraits.Untrusted),
            ArgumentKind.KernelPointer => given is { Kind: RegisterKind.KernelObject } && !given.Has(RegisterTraits.Untrusted | RegisterTraits.PerCpu | RegisterTraits.User),
            ArgumentKind.SpinLock => given.Kind == RegisterKind.MapValue || given is { Kind: RegisterKind.KernelObject } && given.Has(RegisterTraits.Allocated),
            ArgumentKind.RingRecord => given.Kind == RegisterKind.Memory && given.Has(RegisterTraits.Ring),
            ArgumentKind.PerCpuVariable => given.Kind == RegisterKind.KernelObject && given.Has(RegisterTraits.PerCpu),
            ArgumentKind.Callback => given.Kind == RegisterKind.Function,
            ArgumentKind.Stack => given.Kind == RegisterKind.Stack,
            ArgumentKind.Text or ArgumentKind.Timer or ArgumentKind.WorkQueue => given.Kind == RegisterKind.MapValue,
            ArgumentKind.KernelPointerPlace => given.Kind == RegisterKind.MapValue || given.Has(RegisterTraits.Allocated),
            ArgumentKind.DynamicPointer => given.Kind is RegisterKind.Stack or RegisterKind.DynamicPointer,
            ArgumentKind.Iterator => given.Kind == RegisterKind.Stack,
            _ => true,
        };
        if (!isFine) throw Mismatch(argument, register, given);
        if (argument is { Kind: ArgumentKind.KernelPointer, TypeName: { } wanted } && given.TypeId != 0 && !IsObject(given, wanted, mayBePart: true))
            throw Reject(Rule.ArgumentType, $"R{register} is of type {NameOf(given)} but {wanted} is expected");
        if (facts.Helper == KernelPointerExchange && argument.Kind == ArgumentKind.KernelPointer && facts.TypeId != 0 && given.TypeId != 0
            && NameOf(given) != NameOf(given with { TypeId = facts.TypeId, Types = facts.Types }))
            throw Reject(Rule.ArgumentType, $"invalid kptr access, R{register} type=ptr_{NameOf(given)} expected=ptr_{NameOf(given with { TypeId = facts.TypeId, Types = facts.Types })}");
        if (given.Kind == RegisterKind.KernelObject && argument.Kind is ArgumentKind.Memory or ArgumentKind.MapKey or ArgumentKind.MapValue && argument.IsWritten)
            throw Reject(Rule.ReadOnlyMemory, $"{HelperNames.NameOf(facts.Helper)}() may write into memory pointed by R{register} type={Describe(given)}");
    }

    private RejectionException Mismatch(HelperArgument argument, int register, in RegisterState given) =>
        Reject(given.MayBeNull ? Rule.NullPointer : Rule.ArgumentType, $"R{register} type={Describe(given)} expected={Expected(argument.Kind)}");

    private static bool IsSocket(in RegisterState given) =>
        given.Kind is RegisterKind.Socket or RegisterKind.SocketCommon or RegisterKind.TcpSocket or RegisterKind.XdpSocket;

    private bool IsMemory(in RegisterState given, HelperArgument argument) => given.Kind switch
    {
        RegisterKind.Stack or RegisterKind.Packet or RegisterKind.PacketMeta or RegisterKind.MapKey or RegisterKind.MapValue => true,
        RegisterKind.Context => IsOfHost,
        RegisterKind.Memory or RegisterKind.Buffer => !given.Has(RegisterTraits.ReadOnly) || !argument.IsWritten,
        RegisterKind.KernelObject => given.Has(RegisterTraits.Trusted) && !given.Has(RegisterTraits.Untrusted),
        _ => false,
    };

    // Whether it is of a type, or what is at its place in a struct is (btf_struct_ids_match).
    private bool IsObject(in RegisterState given, string wanted, bool mayBePart)
    {
        if (given.Kind != RegisterKind.KernelObject || TypesOf(given.Types) is not { } types || given.TypeId == 0) return given is { Kind: RegisterKind.KernelObject };
        (int typeId, int offset) = (given.TypeId, given.Offset);
        for (int depth = 0; depth < 16; depth++)
        {
            if (offset == 0 && types[typeId].Name == wanted) return true;
            if (!mayBePart || types[typeId] is not BtfComposite composite) return false;
            BtfMember? inner = null;
            foreach (BtfMember member in composite.Members)
            {
                int start = (int)(member.OffsetInBits / 8);
                if (start <= offset && offset < start + Math.Max(1, SizeOrZero(types, member.TypeId))) inner = member;
                if (inner is not null) break;
            }
            if (inner is not { } next) return false;
            offset -= (int)(next.OffsetInBits / 8);
            typeId = types.SkipModifiers(next.TypeId);
            if (types[typeId] is BtfArray array)
            {
                typeId = types.SkipModifiers(array.ElementId);
                int size = SizeOrZero(types, typeId);
                if (size > 0) offset %= size;
            }
        }
        return false;
    }

    private void CheckOffset(HelperArgument argument, int register, in RegisterState given)
    {
        if ((argument.Traits & ArgumentTraits.Released) != 0)
        {
            if (argument.Kind == ArgumentKind.DynamicPointer && given.Kind == RegisterKind.Stack) return;
            if (given.Offset != 0) throw Reject(Rule.ArgumentType, $"R{register} must have zero offset when passed to release func or trusted arg to kfunc");
        }

        bool mayBeAnywhere = given.Kind is RegisterKind.Stack or RegisterKind.Packet or RegisterKind.PacketMeta or RegisterKind.MapKey or RegisterKind.MapValue
            or RegisterKind.Memory or RegisterKind.Buffer or RegisterKind.Arena or RegisterKind.Scalar
            || (IsOfHost && given.Kind == RegisterKind.Context && argument.Kind != ArgumentKind.Context);
        if (mayBeAnywhere && (argument.Traits & ArgumentTraits.Released) == 0) return;
        if (given.Offset < 0) throw Reject(Rule.ArgumentType, $"negative offset {Describe(given)} ptr R{register} off={given.Offset} disallowed");
        if (given.Offset != 0 && given.Kind != RegisterKind.KernelObject)
            throw Reject(Rule.ArgumentType, $"dereference of modified {Describe(given)} ptr R{register} off={given.Offset} disallowed");
        if (given.IsPointer && (!given.Number.IsConstant || given.Number.Value != 0))
            throw Reject(Rule.ArgumentType, $"variable {Describe(given)} access var_off={given.Number.Bits} disallowed");
    }

    private void NoteRelease(HelperArgument argument, int register, in RegisterState given, ref CallFacts facts)
    {
        if (argument.Kind == ArgumentKind.DynamicPointer)
        {
            if (given.Kind != RegisterKind.Stack) throw Reject(Rule.ReferenceUnknown, "cannot release unowned const bpf_dynptr");
            if (FindDynamicPointer(given) is not { ReferenceId: not 0 }) throw Reject(Rule.ReferenceUnknown, $"arg {register} is an unacquired reference");
        }
        else if (given.ReferenceId == 0 && !given.IsNull) throw Reject(Rule.ReferenceUnknown, $"R{register} must be referenced when passed to release function");
        facts.Released = register;
    }

    private void CheckContent(HelperContract contract, int index, HelperArgument argument, int register, in RegisterState given, ref CallFacts facts)
    {
        switch (argument.Kind)
        {
            case ArgumentKind.Map:
                if (facts.Map is not null && (facts.MapIndex != given.Map || facts.MapId != given.MapId))
                    throw Reject(Rule.MapNotForHelper, $"timer pointer in R1 map_uid={facts.MapId} doesn't match map pointer in R2 map_uid={given.MapId}");
                (facts.Map, facts.MapIndex, facts.MapId) = (Map(given), given.Map, given.MapId);
                break;
            case ArgumentKind.MapKey:
                CheckMemory(register, facts.Map!.KeySizeInBytes, isWrite: false, allowsZero: false, isRaw: false, ref facts);
                if (facts.Helper == MapLookup) NoteConstantKey(register, ref facts);
                break;
            case ArgumentKind.MapValue:
                if (given.IsNull) break;
                CheckMemory(register, facts.Map!.ValueSizeInBytes, argument.IsWritten, allowsZero: false, argument is { IsWritten: true, IsRead: false }, ref facts);
                break;
            case ArgumentKind.Memory:
                facts.IsRaw = argument is { IsWritten: true, IsRead: false };
                if (argument.SizeInBytes == 0) break;
                CheckMemory(register, argument.SizeInBytes, argument.IsWritten, allowsZero: false, facts.IsRaw, ref facts);
                if ((argument.Traits & ArgumentTraits.Aligned) != 0) CheckAlignment(given, 0, argument.SizeInBytes, isStrict: true);
                break;
            case ArgumentKind.Size:
                CheckSize(contract.Arguments[index - 1], register, given, (argument.Traits & ArgumentTraits.MayBeZero) != 0, ref facts);
                break;
            case ArgumentKind.AllocationSize:
                if (!given.Number.IsConstant) throw Reject(Rule.ArgumentSize, $"R{register} is not a known constant'");
                facts.MemorySize = (long)given.Number.Value;
                MarkPrecise(register);
                break;
            case ArgumentKind.Callback:
                facts.Function = given.Range;
                break;
            case ArgumentKind.Text:
                CheckText(register, given);
                break;
            case ArgumentKind.SpinLock:
                TakeLock(register, given, facts.Helper == SpinLock);
                break;
            case ArgumentKind.Timer:
                CheckTimer(register, given, ref facts);
                break;
            case ArgumentKind.KernelPointerPlace:
                CheckKernelPointerPlace(register, given, ref facts);
                break;
            case ArgumentKind.DynamicPointer:
                CheckDynamicPointer(argument, register, given, ref facts);
                break;
            case ArgumentKind.PerCpuVariable:
                (facts.TypeId, facts.Types, facts.IsOwnVariable) = (given.TypeId, given.Types, given.Has(RegisterTraits.Allocated));
                break;
        }
    }

    // The size is bounded, and the memory before it is all that may be (check_mem_size_reg).
    private void CheckSize(HelperArgument memory, int register, in RegisterState given, bool allowsZero, ref CallFacts facts)
    {
        facts.LargestSize = (long)given.Number.UMax;
        if (given.Number.SMin < 0) throw Reject(Rule.ArgumentSize, $"R{register} min value is negative, either use unsigned or 'var &= const'");
        if (given.Number.UMin == 0 && !allowsZero)
            throw Reject(Rule.ArgumentSize, $"R{register} invalid zero-sized read: u64=[{given.Number.UMin},{given.Number.UMax}]");
        if (given.Number.UMax >= (ulong)LargestOffset)
            throw Reject(Rule.ArgumentSize, $"R{register} unbounded memory access, use 'var &= const' or 'if (var < const)'");
        bool isRaw = facts.IsRaw && given.Number.IsConstant; // with another size not all of it would be written
        CheckMemory(register - 1, (int)given.Number.UMax, memory.IsWritten, allowsZero, isRaw, ref facts);
        MarkPrecise(register);
    }

    // Memory of a helper's argument (check_helper_mem_access).
    private void CheckMemory(int register, int size, bool isWrite, bool allowsZero, bool isRaw, ref CallFacts facts)
    {
        RegisterState pointer = Registers[register];
        NotePlace(pointer);
        switch (pointer.Kind)
        {
            case RegisterKind.Packet or RegisterKind.PacketMeta:
                if (isWrite && !MayWritePackets) throw Reject(Rule.PacketWrite, "cannot write into packet");
                CheckPacketRange(register, pointer, pointer.Offset, size, allowsZero);
                break;
            case RegisterKind.MapKey:
                if (isWrite) throw Reject(Rule.ReadOnlyMemory, $"R{register} cannot write into {Describe(pointer)}");
                CheckRegion(register, pointer.Offset, size, Map(pointer).KeySizeInBytes, Rule.MapAccess, allowsZero);
                break;
            case RegisterKind.MapValue:
                const uint ReadOnlyForPrograms = 1 << 7;
                if (isWrite && (Map(pointer).Flags & ReadOnlyForPrograms) != 0)
                    throw Reject(Rule.ReadOnlyMemory, $"write into map forbidden, value_size={Map(pointer).ValueSizeInBytes} off={pointer.Offset} size={size}");
                const uint WriteOnlyForPrograms = 1 << 8;
                if (!isWrite && (Map(pointer).Flags & WriteOnlyForPrograms) != 0)
                    throw Reject(Rule.MapAccess, $"read from map forbidden, value_size={Map(pointer).ValueSizeInBytes} off={pointer.Offset} size={size}");
                CheckRegion(register, pointer.Offset, size, Map(pointer).ValueSizeInBytes, Rule.MapAccess, allowsZero);
                if (size > 0) RefuseSpecialFields(pointer, size);
                break;
            case RegisterKind.Memory:
                if (isWrite && pointer.Has(RegisterTraits.ReadOnly)) throw Reject(Rule.ReadOnlyMemory, $"R{register} cannot write into {Describe(pointer)}");
                CheckRegion(register, pointer.Offset, size, pointer.Range, Rule.MemoryAccess, allowsZero);
                break;
            case RegisterKind.Buffer:
                if (isWrite && pointer.Has(RegisterTraits.ReadOnly)) throw Reject(Rule.ReadOnlyMemory, $"R{register} cannot write into {Describe(pointer)}");
                CheckBuffer(register, pointer.Offset, size, isWrite ? "rdwr" : "rdonly");
                break;
            case RegisterKind.Stack:
                CheckStackMemory(register, pointer, size, isWrite, allowsZero, isRaw, ref facts);
                break;
            case RegisterKind.KernelObject:
                if (pointer.TypeId != 0) AccessObject(register, pointer.Offset, Math.Max(size, 1), isWrite, NoRegister);
                break;
            case RegisterKind.Context when IsOfHost:
                if (size > 0) CheckHostContext(register, pointer.Offset, size, isWrite);
                break;
            case RegisterKind.Context:
                if (size > 0 && _program.Type != ProgramType.Syscall) throw Mismatch(new HelperArgument(ArgumentKind.Memory), register, pointer);
                break;
            default:
                if (pointer.IsNull && allowsZero && size == 0) break;
                throw Mismatch(new HelperArgument(ArgumentKind.Memory), register, pointer);
        }
    }

    private void CheckStackMemory(int register, in RegisterState pointer, int size, bool isWrite, bool allowsZero, bool isRaw, ref CallFacts facts)
    {
        if (size == 0)
        {
            if (!allowsZero) throw Reject(Rule.ArgumentSize, "invalid zero-sized read");
            CheckStackRange(register, pointer.Offset, 0, isWrite: true);
            return;
        }

        if (isRaw && pointer.Number.IsConstant)
        {
            CheckStackRange(register, pointer.Offset, size, isWrite: true);
            RefuseDynamicPointers(pointer, size);
            (facts.RawRegister, facts.RawSize) = (register, size);
            return;
        }
        CheckStackInitialized(register, pointer.Offset, size, isHelper: true, isWrite);
    }

    // What a call writes without reading it holds something afterwards.
    private void FillRaw(in CallFacts facts)
    {
        for (int i = 0; i < facts.RawSize; i++) Access(facts.RawRegister, i, 1, isWrite: true, NoRegister, isSigned: false);
    }

    private void RefuseSpecialFields(in RegisterState pointer, int size)
    {
        long low = pointer.Offset + pointer.Number.SMin, high = pointer.Offset + (long)pointer.Number.UMax + size;
        foreach (ValueField field in FieldsOf(pointer))
        {
            if (low >= field.Offset + field.Size || high <= field.Offset) continue;
            throw Reject(Rule.MapAccess, field.Kind == ValueFieldKind.KernelPointer
                ? "kptr cannot be accessed indirectly by helper"
                : $"{NameOf(field.Kind)} cannot be accessed directly by load/store");
        }
    }

    private void CheckText(int register, in RegisterState given)
    {
        Waggle.Bpf.Objects.MapSpec map = Map(given);
        const uint ReadOnlyForPrograms = 1 << 7;
        if ((map.Flags & ReadOnlyForPrograms) == 0 || !map.IsFrozen) throw Reject(Rule.ArgumentType, $"R{register} does not point to a readonly map'");
        if (!given.Number.IsConstant) throw Reject(Rule.ArgumentType, $"R{register} is not a constant address'");
        CheckRegion(register, given.Offset, map.ValueSizeInBytes - given.Offset, map.ValueSizeInBytes, Rule.MapAccess);
        if (map.InitialValue is not { } bytes) return;
        int at = given.Offset + (int)given.Number.Value;
        if (at >= 0 && at < bytes.Length && Array.IndexOf(bytes, (byte)0, at) < 0) throw Reject(Rule.ArgumentType, "string is not zero-terminated");
    }

    private static string Expected(ArgumentKind kind) => kind switch
    {
        ArgumentKind.MapKey or ArgumentKind.MapValue or ArgumentKind.Memory => "fp, pkt, pkt_meta, map_key, map_value, mem, ringbuf_mem, buf, trusted_ptr_",
        ArgumentKind.Size or ArgumentKind.AllocationSize or ArgumentKind.Scalar => "scalar",
        ArgumentKind.Map => "map_ptr",
        ArgumentKind.Context => "ctx",
        ArgumentKind.SocketCommon => "sock_common, sock, tcp_sock, xdp_sock",
        ArgumentKind.AnySocket => "sock_common, sock, tcp_sock, xdp_sock, ptr_, trusted_ptr_",
        ArgumentKind.Socket => "sock",
        ArgumentKind.KernelPointer => "ptr_, trusted_ptr_, rcu_ptr_",
        ArgumentKind.SpinLock => "map_value, ptr_",
        ArgumentKind.RingRecord => "ringbuf_mem",
        ArgumentKind.PerCpuVariable => "percpu_ptr_, percpu_rcu_ptr_, percpu_trusted_ptr_",
        ArgumentKind.Callback => "func",
        ArgumentKind.Stack => "fp",
        ArgumentKind.DynamicPointer => "fp, dynptr_ptr",
        _ => "map_value",
    };
}
