using Waggle.Bpf.Types;

namespace Waggle.Bpf.Tests.Types;

/// <summary>Types in the form of <c>bpftool btf dump format raw</c>, first line only.</summary>
internal static class BpftoolForm
{
    public static string FirstLine(Btf types, int id)
    {
        BtfType type = types[id];
        string name = type.Name == "" ? "(anon)" : type.Name;
        return $"[{id}] " + type switch
        {
            BtfInt i => $"INT '{name}' size={i.SizeInBytes} bits_offset={i.OffsetInBits} nr_bits={i.Bits} encoding={Encoding(i.Encoding)}",
            BtfPointer p => $"PTR '{name}' type_id={p.TargetId}",
            BtfArray a => $"ARRAY '{name}' type_id={a.ElementId} index_type_id={a.IndexId} nr_elems={a.Count}",
            BtfComposite c => $"{(c.IsUnion ? "UNION" : "STRUCT")} '{name}' size={c.SizeInBytes} vlen={c.Members.Length}",
            BtfEnum e => $"{(e.Is64Bit ? "ENUM64" : "ENUM")} '{name}' encoding={(e.IsSigned ? "SIGNED" : "UNSIGNED")} size={e.SizeInBytes} vlen={e.Values.Length}",
            BtfForward f => $"FWD '{name}' fwd_kind={(f.IsUnion ? "union" : "struct")}",
            BtfTypedef t => $"TYPEDEF '{name}' type_id={t.TargetId}",
            BtfQualified q => $"{q.Qualifier.ToString().ToUpperInvariant()} '{name}' type_id={q.TargetId}",
            BtfFunction f => $"FUNC '{name}' type_id={f.PrototypeId} linkage={Linkage(f.Linkage)}",
            BtfFunctionPrototype f => $"FUNC_PROTO '{name}' ret_type_id={f.ReturnId} vlen={f.Parameters.Length}",
            BtfVariable v => $"VAR '{name}' type_id={v.TypeId}, linkage={Linkage(v.Linkage)}",
            BtfDataSection s => $"DATASEC '{name}' size={s.SizeInBytes} vlen={s.Variables.Length}",
            BtfFloat f => $"FLOAT '{name}' size={f.SizeInBytes}",
            BtfDeclarationTag t => $"DECL_TAG '{name}' type_id={t.TargetId} component_idx={t.ComponentIndex}",
            BtfTypeTag t => $"TYPE_TAG '{name}' type_id={t.TargetId}",
            _ => throw new InvalidOperationException($"no form for {type}"),
        };
    }

    private static string Encoding(BtfIntEncoding encoding) => encoding switch
    {
        BtfIntEncoding.None => "(none)",
        _ => encoding.ToString().ToUpperInvariant(),
    };

    private static string Linkage(BtfLinkage linkage) => linkage switch
    {
        BtfLinkage.Static => "static",
        BtfLinkage.Global => "global",
        _ => "extern",
    };
}
