using System.Globalization;
using System.Text;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Verifier.Numbers;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Explanations;

/// <summary>Writes what a register holds as the kernel's log does: "map_value_or_null(id=1,map=counts,ks=4,vs=8)".</summary>
/// <remarks><c>print_reg_state</c> in kernel/bpf/log.c, Linux 6.18.</remarks>
internal static class StateText
{
    /// <param name="register">The register.</param>
    /// <param name="maps">The maps, by the index that registers have.</param>
    /// <param name="kernel">The kernel's types, or null.</param>
    /// <param name="own">The object's types, or null.</param>
    public static string Write(in RegisterState register, IReadOnlyList<MapSpec> maps, Btf? kernel, Btf? own)
    {
        if (register.Kind == RegisterKind.NotInitialized) return "?";
        if (register is { Kind: RegisterKind.Scalar, Number.IsConstant: true }) return (register.IsPrecise ? "P" : "") + Signed((long)register.Number.Value);
        if (register is { Kind: RegisterKind.Stack, Number.IsConstant: true }) return $"fp{(register.Offset + (long)register.Number.Value).ToString(CultureInfo.InvariantCulture)}";

        StringBuilder text = new();
        if (register.IsPrecise) text.Append('P');
        text.Append(NameOf(register));
        if (register.Kind == RegisterKind.KernelObject) text.Append((register.Types == TypeSource.Kernel ? kernel : own) is { } types ? types[register.TypeId].Name : "");
        text.Append('(');
        List<string> facts = [];
        if (register.Id != 0) facts.Add($"id={register.Id}{(register.IsSum ? $"{register.Offset:+0;-0}" : "")}");
        if (register.ReferenceId != 0) facts.Add($"ref_obj_id={register.ReferenceId}");
        if (register.Kind is RegisterKind.Map or RegisterKind.MapKey or RegisterKind.MapValue && (uint)register.Map < maps.Count)
        {
            MapSpec map = maps[register.Map];
            facts.Add($"map={map.Name},ks={map.KeySizeInBytes},vs={map.ValueSizeInBytes}");
        }
        if (register.Kind == RegisterKind.Memory) facts.Add($"sz={register.Range}");
        if (register.IsPointer && register.Offset != 0) facts.Add($"off={register.Offset}");
        if (register.Kind is RegisterKind.Packet or RegisterKind.PacketMeta) facts.Add($"r={register.Range}");
        AddRanges(facts, register);
        return text.AppendJoin(',', facts).Append(')').ToString();
    }

    private static string NameOf(in RegisterState register)
    {
        string name = register.Kind == RegisterKind.Memory && register.Has(RegisterTraits.Ring) ? "ringbuf_mem" : KindNames.Of(register.Kind);
        string before = (register.Has(RegisterTraits.ReadOnly) ? "rdonly_" : "") + (register.Has(RegisterTraits.User) ? "user_" : "")
            + (register.Has(RegisterTraits.PerCpu) ? "percpu_" : "") + (register.Has(RegisterTraits.Untrusted) ? "untrusted_" : "")
            + (register.Has(RegisterTraits.Trusted) ? "trusted_" : "") + (register.Has(RegisterTraits.Rcu) ? "rcu_" : "");
        string behind = register.MayBeNull ? register.Kind == RegisterKind.KernelObject ? "or_null_" : "_or_null" : "";
        return before + name + behind;
    }

    // Ranges that are no news are left out, and those with one value are written together: "smin=smin32=0,smax=umax=255".
    private static void AddRanges(List<string> facts, in RegisterState register)
    {
        Scalar number = register.Number;
        if (number.IsConstant)
        {
            if (register.IsPointer && number.Value != 0) facts.Add($"imm={(long)number.Value}");
            return;
        }

        (string Name, bool IsNews, long Value, bool IsSigned)[] rows =
        [
            ("smin", number.SMin != long.MinValue, number.SMin, true), ("smax", number.SMax != long.MaxValue, number.SMax, true),
            ("umin", number.UMin != 0, (long)number.UMin, false), ("umax", number.UMax != ulong.MaxValue, (long)number.UMax, false),
            ("smin32", number.S32Min != int.MinValue && number.S32Min != number.SMin, number.S32Min, true),
            ("smax32", number.S32Max != int.MaxValue && number.S32Max != number.SMax, number.S32Max, true),
            ("umin32", number.U32Min != 0 && number.U32Min != number.UMin, number.U32Min, false),
            ("umax32", number.U32Max != uint.MaxValue && number.U32Max != number.UMax, number.U32Max, false),
        ];
        foreach (var group in rows.Where(r => r.IsNews).GroupBy(r => (r.Value, r.IsSigned || r.Value >= 0)))
            facts.Add($"{string.Join("=", group.Select(r => r.Name))}={(group.First().IsSigned ? Signed(group.Key.Value) : Unsigned((ulong)group.Key.Value))}");
        if (!number.Bits.IsUnknown) facts.Add($"var_off=(0x{number.Bits.Value:x}; 0x{number.Bits.Mask:x})");
    }

    // Small numbers are decimal, large ones hexadecimal.
    private static string Signed(long value) => value is >= short.MinValue and <= ushort.MaxValue
        ? value.ToString(CultureInfo.InvariantCulture)
        : $"0x{value:x}";

    private static string Unsigned(ulong value) => value <= ushort.MaxValue ? value.ToString(CultureInfo.InvariantCulture) : $"0x{value:x}";
}
