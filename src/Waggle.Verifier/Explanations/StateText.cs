using System.Globalization;
using System.Text;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Explanations;

/// <summary>Writes what a register holds as the kernel's log does: "map_value_or_null(id=1,map=counts,ks=4,vs=8)".</summary>
/// <param name="maps">The maps, by the index that registers have.</param>
/// <param name="kernel">The kernel's types, or null.</param>
/// <param name="own">The object's types, or null.</param>
/// <remarks><c>print_reg_state</c> in kernel/bpf/log.c, Linux 6.18.</remarks>
internal sealed class StateText(IReadOnlyList<MapSpec> maps, Btf? kernel, Btf? own)
{
    /// <summary>What a register holds.</summary>
    /// <param name="register">The register.</param>
    /// <param name="frame">Number of the frame that it is of: places on the stacks of others have their number.</param>
    public string Write(in RegisterState register, int frame)
    {
        if (register.Kind == RegisterKind.NotInitialized) return "?";
        string precise = register is { Kind: RegisterKind.Scalar, IsPrecise: true } ? "P" : "";
        if (register is { Kind: RegisterKind.Scalar, Number.IsConstant: true }) return $"{precise}{register.Number}";

        StringBuilder text = new(precise);
        text.Append(PrefixOf(register)).Append(KindNames.Of(register.Kind));
        if (register.MayBeNull) text.Append(register.Kind == RegisterKind.KernelObject ? "or_null_" : "_or_null");
        if (register.Kind == RegisterKind.Arena) return text.ToString();
        if (register.Kind == RegisterKind.Stack)
        {
            if (register.Range != frame) text.Append(CultureInfo.InvariantCulture, $"[{register.Range}]");
            if (register.Number.IsConstant) return text.Append(Signed((long)register.Number.Value + register.Offset)).ToString();
        }
        if (register.Kind == RegisterKind.KernelObject && (register.Types == TypeSource.Kernel ? kernel : own) is { } types) text.Append(types[register.TypeId].Name);
        return text.Append('(').AppendJoin(',', Facts(register)).Append(')').ToString();
    }

    private static string PrefixOf(in RegisterState register)
    {
        if (register.Traits == RegisterTraits.None) return "";
        // What is held by a reference is trusted for that, which the kernel does not write down.
        bool isTrusted = register.Has(RegisterTraits.Trusted) && register.ReferenceId == 0;
        return (register.Has(RegisterTraits.ReadOnly) ? "rdonly_" : "") + (register.Has(RegisterTraits.Ring) ? "ringbuf_" : "")
            + (register.Has(RegisterTraits.User) ? "user_" : "") + (register.Has(RegisterTraits.PerCpu) ? "percpu_" : "")
            + (register.Has(RegisterTraits.Rcu) ? "rcu_" : "") + (register.Has(RegisterTraits.Untrusted) ? "untrusted_" : "")
            + (isTrusted ? "trusted_" : "");
    }

    private List<string> Facts(in RegisterState register)
    {
        List<string> facts = [];
        if (register.Id != 0) facts.Add(string.Create(CultureInfo.InvariantCulture, $"id={register.Id}{(register.IsSum ? $"{register.Offset:+0;-0}" : "")}"));
        if (register.ReferenceId != 0) facts.Add(string.Create(CultureInfo.InvariantCulture, $"ref_obj_id={register.ReferenceId}"));
        if (register.Has(RegisterTraits.NonOwning)) facts.Add("non_own_ref");
        if (register.Kind is RegisterKind.Map or RegisterKind.MapKey or RegisterKind.MapValue && (uint)register.Map < (uint)maps.Count)
        {
            MapSpec map = maps[register.Map];
            // A map out of a map of maps is known by its sizes alone.
            string name = register.MapId != 0 ? "" : $"map={map.Name},";
            facts.Add(string.Create(CultureInfo.InvariantCulture, $"{name}ks={map.KeySizeInBytes},vs={map.ValueSizeInBytes}"));
        }
        if (register.IsPointer && register.Offset != 0) facts.Add($"off={Signed(register.Offset)}");
        if (register.Kind is RegisterKind.Packet or RegisterKind.PacketMeta) facts.Add($"r={Unsigned((ulong)(long)register.Range)}");
        if (register.Kind == RegisterKind.Memory) facts.Add($"sz={Unsigned((ulong)(long)register.Range)}");
        if (register.Kind == RegisterKind.DynamicPointer) facts.Add($"type={SlotText.DynamicName(register.Range)}");
        if (!register.Number.IsConstant)
        {
            if (register.Number.DescribeRanges() is { Length: > 0 } ranges) facts.Add(ranges);
        }
        else if (register.Number.Value != 0) facts.Add($"imm={Signed((long)register.Number.Value)}");
        return facts;
    }

    // Small numbers are decimal, large ones hexadecimal.
    private static string Signed(long value) =>
        value is >= short.MinValue and <= short.MaxValue ? value.ToString(CultureInfo.InvariantCulture) : $"0x{value:x}";

    private static string Unsigned(ulong value) => value <= ushort.MaxValue ? value.ToString(CultureInfo.InvariantCulture) : $"0x{value:x}";
}
