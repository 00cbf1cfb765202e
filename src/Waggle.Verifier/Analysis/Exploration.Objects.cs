using Waggle.Bpf.Types;
using Waggle.Verifier.Code;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>Kernel objects, read member by member as BTF says (<c>btf_struct_access</c> in kernel/bpf/btf.c).</content>
internal sealed partial class Exploration
{
    private AttachTarget? _target;

    private AttachTarget Target => _target ??= AttachTarget.Find(_program, _policy.KernelTypes)
        ?? throw Reject(Rule.AttachTarget, $"attach target '{_program.AttachTarget}' is not found in the kernel's types");

    private bool IsInRcu => _state.RcuDepth > 0 || !_state.IsSleepable;

    private Btf? TypesOf(TypeSource source) => source == TypeSource.Kernel ? _policy.KernelTypes : _text.Object.Btf;

    private void AccessObject(int register, int offset, int size, bool isWrite, int value)
    {
        RegisterState pointer = Registers[register];
        string name = NameOf(pointer);
        if (!_policy.IsPrivileged) throw Reject(Rule.KernelObjectAccess, $"'struct {name}' access is allowed only to CAP_PERFMON and CAP_SYS_ADMIN");
        if (!_policy.IsGplCompatible && pointer.Types == TypeSource.Kernel)
            throw Reject(Rule.GplOnly, $"Cannot access kernel 'struct {name}' from non-GPL compatible program");
        if (offset < 0) throw Reject(Rule.KernelObjectAccess, $"R{register} is ptr_{name} invalid negative access: off={offset}");
        if (!pointer.Number.IsConstant || pointer.Number.Value != 0)
            throw Reject(Rule.KernelObjectAccess, $"R{register} is ptr_{name} invalid variable offset: off={offset}, var_off={pointer.Number.Bits}");
        if (pointer.Has(RegisterTraits.User)) throw Reject(Rule.KernelObjectAccess, $"R{register} is ptr_{name} access user memory: off={offset}");
        if (pointer.Has(RegisterTraits.PerCpu)) throw Reject(Rule.KernelObjectAccess, $"R{register} is ptr_{name} access percpu memory: off={offset}");
        if (isWrite)
        {
            if (!pointer.Has(RegisterTraits.Allocated)) throw Reject(Rule.ReadOnlyMemory, "only read is supported");
            return;
        }
        if (pointer.TypeId == 0)
        {
            SetUnknown(value);
            return;
        }
        ReadMember(pointer.Types, pointer.TypeId, offset, size, value, pointer.Traits & RegisterTraits.Untrusted);
    }

    private string NameOf(in RegisterState pointer) => TypesOf(pointer.Types) is { } types && pointer.TypeId > 0 ? types[pointer.TypeId].Name : "";

    private void ReadMember(TypeSource source, int typeId, int offset, int size, int value, RegisterTraits traits)
    {
        Btf types = TypesOf(source)!;
        (int aim, bool isPointer) = FindMember(types, typeId, offset, size);
        if (value < 0) return;
        if (!isPointer)
        {
            Registers[value] = RegisterState.Unknown;
            return;
        }
        Registers[value] = RegisterState.Pointer(RegisterKind.KernelObject, traits) with { TypeId = aim, Types = source };
    }

    // The type that a read of a member gives a pointer to; not a pointer: a number.
    private (int Aim, bool IsPointer) FindMember(Btf types, int typeId, int offset, int size)
    {
        const int DeepestNesting = 32;
        for (int depth = 0; depth < DeepestNesting; depth++)
        {
            if (types[typeId] is not BtfComposite composite) throw Reject(Rule.KernelObjectAccess, $"Type '{types[typeId].Name}' is not a struct");
            if (offset + size > composite.SizeInBytes) return FindFlexible(types, composite, offset, size);
            BtfMember? found = null;
            foreach (BtfMember member in composite.Members)
            {
                int from = (int)(member.OffsetInBits / 8);
                if (member.BitFieldSize != 0)
                {
                    if (offset <= from && offset + size > from || from <= offset && from + (member.BitFieldSize + 7) / 8 > offset) return default;
                    continue;
                }
                if (offset + size <= from && !composite.IsUnion) break;
                int length = SizeOrZero(types, member.TypeId);
                if (offset >= from + length) continue;
                found = member;
                // Of a union the first member that is big enough is taken.
                if (!composite.IsUnion || offset + size <= from + length) break;
            }

            if (found is not { } hit) throw Reject(Rule.KernelObjectAccess, $"struct {composite.Name} doesn't have field at offset {offset}");
            int start = (int)(hit.OffsetInBits / 8), bare = types.SkipModifiers(hit.TypeId);
            int inside = offset - start;
            while (types[bare] is BtfArray array)
            {
                bare = types.SkipModifiers(array.ElementId);
                int element = SizeOrZero(types, bare);
                if (element == 0) return default;
                inside %= element;
            }

            switch (types[bare])
            {
                case BtfComposite:
                    (typeId, offset) = (bare, inside);
                    continue;
                case BtfPointer pointer:
                    if (size != 8 || inside != 0)
                    {
                        if (inside + size > 8) throw Reject(Rule.KernelObjectAccess, $"cannot access ptr member {hit.Name} with moff {start} in struct {composite.Name} with off {offset} size {size}");
                        throw Reject(Rule.KernelObjectAccess, $"cannot access ptr member {hit.Name} with moff {start} in struct {composite.Name} with off {offset} size {size}");
                    }
                    int aim = types.SkipModifiers(pointer.TargetId);
                    return types[aim] is BtfComposite ? (aim, true) : default;
                default:
                    if (inside + size > SizeOrZero(types, bare))
                        throw Reject(Rule.KernelObjectAccess, $"access beyond the end of member {hit.Name} (mend:{start + SizeOrZero(types, hit.TypeId)}) in struct {composite.Name} with off {offset} size {size}");
                    return default;
            }
        }
        return default;
    }

    // Behind the end there may be an array without a length.
    private (int, bool) FindFlexible(Btf types, BtfComposite composite, int offset, int size)
    {
        if (!composite.Members.IsEmpty && types[types.SkipModifiers(composite.Members[^1].TypeId)] is BtfArray { Count: 0 } array)
        {
            int start = (int)(composite.Members[^1].OffsetInBits / 8), bare = types.SkipModifiers(array.ElementId), element = SizeOrZero(types, bare);
            if (offset >= start && element > 0)
                return types[bare] is BtfComposite ? FindMember(types, bare, (offset - start) % element, size) : default;
        }
        throw Reject(Rule.KernelObjectAccess, $"access beyond struct {composite.Name} at off {offset} size {size}");
    }

    private static int SizeOrZero(Btf types, int typeId)
    {
        int bare = types.SkipModifiers(typeId);
        return types[bare] switch
        {
            BtfPointer => 8,
            BtfInt number => number.SizeInBytes,
            BtfEnum choice => choice.SizeInBytes,
            BtfComposite composite => (int)composite.SizeInBytes,
            BtfArray array => (int)array.Count * SizeOrZero(types, array.ElementId),
            BtfFloat number => number.SizeInBytes,
            _ => 0,
        };
    }

    private static string Describe(in RegisterState register)
    {
        string name = register.Kind == RegisterKind.KernelObject && register.Has(RegisterTraits.Untrusted) ? "untrusted_ptr_" : Describe(register.Kind);
        if (register.Has(RegisterTraits.ReadOnly)) name = $"rdonly_{name}";
        if (register.Has(RegisterTraits.Ring)) name = $"ringbuf_{name}";
        if (register.Has(RegisterTraits.Rcu)) name = $"rcu_{name}";
        if (register.Has(RegisterTraits.Trusted)) name = $"trusted_{name}";
        return register.MayBeNull ? $"{name}_or_null" : name;
    }

    private static string Describe(RegisterKind kind) => kind switch
    {
        RegisterKind.NotInitialized => "?",
        RegisterKind.Scalar => "scalar",
        RegisterKind.Context => "ctx",
        RegisterKind.Map => "map_ptr",
        RegisterKind.MapKey => "map_key",
        RegisterKind.MapValue => "map_value",
        RegisterKind.Stack => "fp",
        RegisterKind.PacketMeta => "pkt_meta",
        RegisterKind.Packet => "pkt",
        RegisterKind.PacketEnd => "pkt_end",
        RegisterKind.FlowKeys => "flow_keys",
        RegisterKind.Socket => "sock",
        RegisterKind.SocketCommon => "sock_common",
        RegisterKind.TcpSocket => "tcp_sock",
        RegisterKind.XdpSocket => "xdp_sock",
        RegisterKind.TracepointBuffer => "tp_buffer",
        RegisterKind.KernelObject => "ptr_",
        RegisterKind.Memory => "mem",
        RegisterKind.Buffer => "buf",
        RegisterKind.Function => "func",
        RegisterKind.DynamicPointer => "dynptr_ptr",
        _ => "arena",
    };
}
