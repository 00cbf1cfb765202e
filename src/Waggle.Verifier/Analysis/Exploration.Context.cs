using Waggle.Bpf.Catalog;
using Waggle.Bpf.Types;
using Waggle.Verifier.Code;
using Waggle.Verifier.Kernels;
using Waggle.Verifier.Numbers;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>The context: what R1 points to when a program starts.</content>
internal sealed partial class Exploration
{
    private ContextLayout? _layout;
    private bool _isLayoutKnown;

    private ContextLayout? Layout
    {
        get
        {
            if (_isLayoutKnown) return _layout;
            (_layout, _isLayoutKnown) = (IsOfHost ? _policy.Host!.Context : ContextLayouts.Of(_program.Type), true);
            return _layout;
        }
    }

    private bool MayWritePackets => _program.Type is ProgramType.SchedCls or ProgramType.SchedAct or ProgramType.Xdp or ProgramType.LwtXmit or ProgramType.SkSkb
        or ProgramType.SkMsg or ProgramType.CgroupSockopt;

    private void AccessContext(int register, int offset, int size, bool isWrite, int value, bool isSigned)
    {
        ref readonly RegisterState pointer = ref Registers[register];
        if (isWrite && IsLeakingPointer(value)) throw Reject(Rule.PointerLeak, $"R{value} leaks addr into ctx");
        if (IsOfHost)
        {
            CheckHostContext(register, offset, size, isWrite);
            if (!isWrite) SetUnknown(value);
            return;
        }

        bool takesVariable = _program.Type == ProgramType.Syscall;
        if (takesVariable)
        {
            // The memory that a caller gives: its size is checked when it is run.
            MemoryNeeded = Math.Max(MemoryNeeded, offset + size);
            if (!pointer.Number.IsConstant || pointer.Number.Value != 0) throw Reject(Rule.ContextModified, $"variable ctx access var_off={pointer.Number.Bits} disallowed");
        }
        else
        {
            if (pointer.Offset < 0) throw Reject(Rule.ContextModified, $"negative offset ctx ptr R{register} off={pointer.Offset} disallowed");
            if (pointer.Offset != 0) throw Reject(Rule.ContextModified, $"dereference of modified ctx ptr R{register} off={pointer.Offset} disallowed");
            if (!pointer.Number.IsConstant || pointer.Number.Value != 0) throw Reject(Rule.ContextModified, $"variable ctx access var_off={pointer.Number.Bits} disallowed");
        }

        if (Layout is not { } layout)
        {
            ReadArgument(offset, size, isWrite, value, isSigned);
            return;
        }

        ContextField? field = isWrite ? layout.FindWrite(offset, size, _program.ExpectedAttachType) : layout.FindRead(offset, size, _program.ExpectedAttachType);
        if (field is not null && ContextFieldChanges.Since(layout.StructName, field.Name) is { } since && _profile.WhyNot($"{layout.StructName}.{field.Name}", since) is { } why)
            throw Reject(Rule.NotInThisKernel, why);
        if (offset < 0 || field is null || (isSigned && field.Value is not ContextValue.Number))
            throw Reject(Rule.ContextAccess, $"invalid bpf_context access off={offset} size={size}");
        if (!_policy.IsCapable && !Privileges.HasField(_program.Type, field.Value, offset, isWrite))
            throw Reject(Rule.NeedsPrivilege, $"invalid bpf_context access off={offset} size={size}");
        if (isWrite || value < 0) return;
        Registers[value] = field.Value switch
        {
            ContextValue.Packet => RegisterState.Pointer(RegisterKind.Packet),
            ContextValue.PacketEnd => RegisterState.Pointer(RegisterKind.PacketEnd),
            ContextValue.PacketMeta => RegisterState.Pointer(RegisterKind.PacketMeta),
            ContextValue.Socket => RegisterState.Pointer(RegisterKind.Socket),
            ContextValue.SocketOrNull => NewPointer(RegisterKind.Socket),
            ContextValue.SocketCommonOrNull => NewPointer(RegisterKind.SocketCommon),
            ContextValue.FlowKeys => RegisterState.Pointer(RegisterKind.FlowKeys),
            ContextValue.TracepointBuffer => RegisterState.Pointer(RegisterKind.TracepointBuffer),
            ContextValue.KernelPointer => KernelObject(field.TypeName!, RegisterTraits.Trusted),
            _ => RegisterState.Unknown,
        };
    }

    private RegisterState NewPointer(RegisterKind kind) => RegisterState.Pointer(kind, RegisterTraits.MayBeNull) with { Id = ++_lastId };

    private RegisterState KernelObject(string name, RegisterTraits traits)
    {
        RegisterState pointer = RegisterState.Pointer(RegisterKind.KernelObject, traits);
        if (_policy.KernelTypes is { } types && types.TryFind(name, out int id, out BtfComposite? _)) pointer.TypeId = id;
        return pointer;
    }

    // Of a tracing program the context is the arguments of the function that it is attached to (btf_ctx_access).
    private void ReadArgument(int offset, int size, bool isWrite, int value, bool isSigned)
    {
        if (isWrite) throw Reject(Rule.ContextAccess, $"invalid bpf_context access off={offset} size={size}");
        AttachTarget target = Target;
        if (target.IsUnknown)
        {
            SetUnknown(value);
            return;
        }

        if (target.Context is { } contextId)
        {
            ReadIteratorContext(contextId, offset, size, value);
            return;
        }

        if (offset < 0 || offset % 8 != 0) throw Reject(Rule.ContextAccess, $"func '{target.Name}' offset {offset} is not multiple of 8");
        int number = offset / 8;
        Btf types = _policy.KernelTypes!;
        bool isResult = number == target.Arguments.Length && target.ResultType is not null;
        if (number >= target.Arguments.Length && !isResult) throw Reject(Rule.ContextAccess, $"func '{target.Name}' doesn't have {number + 1}-th argument");
        int typeId = isResult ? target.ResultType!.Value : target.Arguments[number];
        int bare = types.SkipModifiers(typeId);
        switch (types[bare])
        {
            case BtfInt or BtfEnum:
                SetUnknown(value);
                if (isResult && value >= 0 && _program.Type == ProgramType.Lsm) LimitToResult(ref Registers[value].Number);
                return;
            case BtfPointer pointer:
                if (size != 8) throw Reject(Rule.ContextAccess, $"func '{target.Name}' size {size} must be 8");
                if (value < 0 || isSigned) throw Reject(Rule.ContextAccess, $"invalid bpf_context access off={offset} size={size}");
                int aim = types.SkipModifiers(pointer.TargetId);
                if (types[aim] is not BtfComposite)
                {
                    SetUnknown(value);
                    return;
                }
                // A congestion control's socket is a TCP socket (bpf_tcp_ca_is_valid_access).
                if (target.Operations == "tcp_congestion_ops" && types[aim].Name == "sock" && types.TryFind("tcp_sock", out int tcp, out BtfComposite? _)) aim = tcp;
                RegisterTraits traits = target.IsTrusted ? RegisterTraits.Trusted : RegisterTraits.None;
                if (target.MayBeNull(number)) traits |= RegisterTraits.MayBeNull;
                Registers[value] = RegisterState.Pointer(RegisterKind.KernelObject, traits) with { TypeId = aim };
                if (target.MayBeNull(number)) Registers[value].Id = ++_lastId;
                return;
            default:
                throw Reject(Rule.ContextAccess, $"func '{target.Name}' arg{number} type {types[bare].GetType().Name} is not a struct");
        }
    }

    // What the hook itself has returned is what programs there may return.
    private void LimitToResult(ref Scalar number)
    {
        if (RangeOfProgram() is not { Is32Bit: true } range) return;
        (number.S32Min, number.S32Max) = (range.Minimum, range.Maximum);
        number.RestoreConsistency();
    }

    private void ReadIteratorContext(int contextId, int offset, int size, int value)
    {
        Btf types = _policy.KernelTypes!;
        BtfComposite context = (BtfComposite)types[contextId];
        foreach (BtfMember member in context.Members)
        {
            int start = (int)member.OffsetInBits / 8, bare = types.SkipModifiers(member.TypeId);
            if (offset < start || offset + size > start + SizeOrZero(types, bare)) continue;
            int aim = types[bare] switch
            {
                BtfPointer pointer => types.SkipModifiers(pointer.TargetId),
                // The metadata and other pointers are declared in unions of eight bytes, to be eight bytes everywhere.
                BtfComposite { IsUnion: true } union => AimOf(types, union),
                _ => -1,
            };
            if (aim < 0)
            {
                SetUnknown(value);
                return;
            }
            if (size != 8 || offset != start) break;
            // The object is null once more at the end.
            string name = member.Name.Length != 0 ? member.Name : types[bare] is BtfComposite { Members: [var first, ..] } ? first.Name : "";
            bool isThere = start == 0 || (name == "map" && context.Name != "bpf_iter__bpf_map");
            RegisterTraits traits = isThere ? RegisterTraits.Trusted : RegisterTraits.Trusted | RegisterTraits.MayBeNull;
            Registers[value] = types[aim] is BtfComposite
                ? RegisterState.Pointer(RegisterKind.KernelObject, traits) with { TypeId = aim }
                // Keys and values of maps: their sizes are checked when the iterator is made.
                : RegisterState.Pointer(RegisterKind.Buffer, RegisterTraits.MayBeNull | (name == "key" ? RegisterTraits.ReadOnly : 0));
            if (Registers[value].MayBeNull) Registers[value].Id = ++_lastId;
            return;
        }
        throw Reject(Rule.ContextAccess, $"invalid bpf_context access off={offset} size={size}");
    }

    private static int AimOf(Btf types, BtfComposite union)
    {
        foreach (BtfMember member in union.Members)
        {
            if (types[types.SkipModifiers(member.TypeId)] is BtfPointer pointer) return types.SkipModifiers(pointer.TargetId);
        }
        return 0;
    }

    private void AccessSocket(int register, int offset, int size)
    {
        ref readonly RegisterState pointer = ref Registers[register];
        if (pointer.Number.SMin < 0 || !pointer.Number.IsConstant)
            throw Reject(Rule.MemoryAccess, $"R{register} min value is negative, either use unsigned index or do a if (index >=0) check.");
        bool isFine = pointer.Kind switch
        {
            RegisterKind.Socket => SocketFields.IsSocket(offset, size),
            RegisterKind.SocketCommon => SocketFields.IsSocketCommon(offset, size),
            RegisterKind.TcpSocket => SocketFields.IsTcpSocket(offset, size),
            _ => SocketFields.IsXdpSocket(offset, size),
        };
        if (!isFine) throw Reject(Rule.MemoryAccess, $"R{register} invalid {Describe(pointer)} access off={offset} size={size}");
    }
}
