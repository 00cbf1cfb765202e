namespace Waggle.Bpf.Types;

/// <summary>The types that a type refers to.</summary>
internal static class BtfReferences
{
    /// <summary>Ids that a type names, in the order of the format.</summary>
    public static IEnumerable<int> Of(BtfType type) => type switch
    {
        BtfPointer t => [t.TargetId],
        BtfArray t => [t.ElementId, t.IndexId],
        BtfTypedef t => [t.TargetId],
        BtfQualified t => [t.TargetId],
        BtfTypeTag t => [t.TargetId],
        BtfDeclarationTag t => [t.TargetId],
        BtfFunction t => [t.PrototypeId],
        BtfVariable t => [t.TypeId],
        BtfFunctionPrototype t => t.Parameters.Select(p => p.TypeId).Prepend(t.ReturnId),
        BtfComposite t => t.Members.Select(m => m.TypeId),
        BtfDataSection t => t.Variables.Select(v => v.VariableId),
        _ => [],
    };

    /// <summary>The same type with each id replaced.</summary>
    public static BtfType Map(BtfType type, Func<int, int> map) => type switch
    {
        BtfPointer t => t with { TargetId = map(t.TargetId) },
        BtfArray t => t with { ElementId = map(t.ElementId), IndexId = map(t.IndexId) },
        BtfTypedef t => t with { TargetId = map(t.TargetId) },
        BtfQualified t => t with { TargetId = map(t.TargetId) },
        BtfTypeTag t => t with { TargetId = map(t.TargetId) },
        BtfDeclarationTag t => t with { TargetId = map(t.TargetId) },
        BtfFunction t => t with { PrototypeId = map(t.PrototypeId) },
        BtfVariable t => t with { TypeId = map(t.TypeId) },
        BtfFunctionPrototype t => t with { ReturnId = map(t.ReturnId), Parameters = [.. t.Parameters.Select(p => p with { TypeId = map(p.TypeId) })] },
        BtfComposite t => t with { Members = [.. t.Members.Select(m => m with { TypeId = map(m.TypeId) })] },
        BtfDataSection t => t with { Variables = [.. t.Variables.Select(v => v with { VariableId = map(v.VariableId) })] },
        _ => type,
    };
}
