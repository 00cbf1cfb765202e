using Waggle.Bpf.Types;
using Waggle.Verifier.Code;
using Waggle.Verifier.Kernels;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>Kernel objects, read member by member as BTF says (<c>btf_struct_access</c> in kernel/bpf/btf.c).</content>
internal sealed partial class Exploration
{
    private AttachTarget? _target;

    private AttachTarget Target => _target ??= AttachTarget.Find(_text.Object, _program, _policy.KernelTypes, _policy.Kernel)
        ?? throw Reject(Rule.AttachTarget, $"attach target '{_program.AttachTarget}' is not found in the kernel's types");

    private bool IsInRcu => _state.RcuDepth > 0 || !_state.IsSleepable;

    private Btf? TypesOf(TypeSource source) => source == TypeSource.Kernel ? _policy.KernelTypes : _text.Object.Btf;

    private void AccessObject(int register, int offset, int size, bool isWrite, int value)
    {
        RegisterState pointer = Registers[register];
        string name = NameOf(pointer);
        if (!_policy.MayLeak) throw Reject(Rule.KernelObjectAccess, $"'struct {name}' access is allowed only to CAP_PERFMON and CAP_SYS_ADMIN");
        if (!_policy.IsGplCompatible && pointer.Types == TypeSource.Kernel && _profile.Has(KernelFeature.ObjectsNeedGpl))
            throw Reject(Rule.GplOnly, $"Cannot access kernel 'struct {name}' from non-GPL compatible program");
        if (offset < 0) throw Reject(Rule.KernelObjectAccess, $"R{register} is ptr_{name} invalid negative access: off={offset}");
        if (!pointer.Number.IsConstant || pointer.Number.Value != 0)
            throw Reject(Rule.KernelObjectAccess, $"R{register} is ptr_{name} invalid variable offset: off={offset}, var_off={pointer.Number.Bits}");
        if (pointer.Has(RegisterTraits.User)) throw Reject(Rule.KernelObjectAccess, $"R{register} is ptr_{name} access user memory: off={offset}");
        if (pointer.Has(RegisterTraits.PerCpu)) throw Reject(Rule.KernelObjectAccess, $"R{register} is ptr_{name} access percpu memory: off={offset}");
        if (isWrite)
        {
            if (pointer.Has(RegisterTraits.Allocated)) RefuseFieldsOfObject(pointer, offset, size);
            else if (!IsWritable(pointer, offset, size)) throw Reject(Rule.ReadOnlyMemory, "only read is supported");
            return;
        }
        if (pointer.TypeId == 0)
        {
            SetUnknown(value);
            return;
        }
        ReadMember(pointer.Types, pointer.TypeId, offset, size, value, pointer.Traits);
    }

    private void RefuseFieldsOfObject(RegisterState pointer, int offset, int size)
    {
        foreach (ValueField field in FieldsAt(pointer))
        {
            if (offset < field.Offset + field.Size && offset + size > field.Offset)
                throw Reject(Rule.KernelObjectAccess, $"direct access to {NameOf(field.Kind)} is disallowed");
        }
    }

    private bool IsWritable(in RegisterState pointer, int offset, int size)
    {
        if (TypesOf(pointer.Types) is not { } types || pointer.TypeId == 0) return false;
        foreach (WritableFields.Row row in WritableFields.All)
        {
            // Structs that begin with another one have its fields at the same places.
            if (!row.Types.Contains(_program.Type) || row.Since > _policy.Kernel || !IsObject(pointer with { Offset = 0 }, row.Struct, mayBePart: true) || !types.TryFind(row.Struct, out _, out BtfComposite? composite)) continue;
            foreach (BtfMember member in composite.Members)
            {
                int start = (int)member.OffsetInBits / 8;
                if (member.Name == row.Field && offset >= start && offset + size <= start + Math.Max(1, SizeOrZero(types, member.TypeId))) return true;
            }
        }
        return false;
    }

    private string NameOf(in RegisterState pointer) => TypesOf(pointer.Types) is { } types && pointer.TypeId > 0 ? types[pointer.TypeId].Name : "";

    private void ReadMember(TypeSource source, int typeId, int offset, int size, int value, RegisterTraits traits)
    {
        Btf types = TypesOf(source)!;
        Member member = FindMember(types, typeId, offset, size);
        if (value < 0) return;
        if (member.Aim == 0)
        {
            Registers[value] = RegisterState.Unknown;
            return;
        }
        RegisterTraits trust = TrustOf(types, member, traits);
        Registers[value] = RegisterState.Pointer(RegisterKind.KernelObject, trust) with { TypeId = member.Aim, Types = source };
        if ((trust & RegisterTraits.MayBeNull) != 0) Registers[value].Id = ++_lastId;
    }

    /// <summary>A member that holds a pointer: the type that it points to, the struct that it is in, and its name.</summary>
    private readonly record struct Member(int Aim, string Struct, string Name, int PointerId);

    // What is read of a trusted object is not trusted, unless its field is known to be (check_ptr_to_btf_access).
    private RegisterTraits TrustOf(Btf types, in Member member, RegisterTraits traits)
    {
        RegisterTraits kept = HasTag(types, member.PointerId, "user") ? RegisterTraits.User : HasTag(types, member.PointerId, "percpu") ? RegisterTraits.PerCpu : RegisterTraits.None;
        if ((traits & RegisterTraits.Untrusted) != 0) return kept | RegisterTraits.Untrusted;
        if ((traits & (RegisterTraits.Trusted | RegisterTraits.Rcu)) == 0) return kept;
        FieldTrust? trust = TrustedFields.Find(member.Struct, member.Name, _policy.Kernel);
        if (trust == FieldTrust.Trusted) return kept | RegisterTraits.Trusted;
        if (trust == FieldTrust.TrustedOrNull) return kept | RegisterTraits.Trusted | RegisterTraits.MayBeNull;
        if (!IsInRcu) return kept;
        if (trust == FieldTrust.Rcu) return kept | RegisterTraits.Rcu;
        if (trust == FieldTrust.RcuOrNull) return kept | RegisterTraits.Rcu | RegisterTraits.MayBeNull;
        return HasTag(types, member.PointerId, "rcu") ? kept | RegisterTraits.Rcu | RegisterTraits.MayBeNull : kept;
    }

    // The type that a read of a member gives a pointer to; not a pointer: a number.
    private Member FindMember(Btf types, int typeId, int offset, int size)
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
                int extent = SizeOrZero(types, member.TypeId);
                if (offset >= from + extent) continue;
                found = member;
                // Of a union the first member that is big enough is taken.
                if (!composite.IsUnion || offset + size <= from + extent) break;
            }

            if (found is not { } hit) throw Reject(Rule.KernelObjectAccess, $"struct {composite.Name} doesn't have field at offset {offset}");
            int start = (int)(hit.OffsetInBits / 8), bare = types.SkipModifiers(hit.TypeId);
            int inside = offset - start, length = SizeOrZero(types, bare);
            while (types[bare] is BtfArray array)
            {
                bare = types.SkipModifiers(array.ElementId);
                int element = SizeOrZero(types, bare);
                if (element == 0) return default;
                if (types[bare] is BtfComposite or BtfPointer or BtfArray) (inside, length) = (inside % element, element);
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
                    return types[aim] is BtfComposite ? new(aim, composite.Name, hit.Name, pointer.TargetId) : default;
                default:
                    if (inside + size > length)
                        throw Reject(Rule.KernelObjectAccess, $"access beyond the end of member {hit.Name} (mend:{start + SizeOrZero(types, hit.TypeId)}) in struct {composite.Name} with off {offset} size {size}");
                    return default;
            }
        }
        return default;
    }

    // Behind the end there may be an array without a length.
    private Member FindFlexible(Btf types, BtfComposite composite, int offset, int size)
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

    private static string Describe(RegisterKind kind) => KindNames.Of(kind);
}
