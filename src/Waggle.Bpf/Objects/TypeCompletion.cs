using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Puts into an object's types what compilers leave to the loader.</summary>
internal static class TypeCompletion
{
    /// <summary>Sizes of data sections, places of variables in them, the texts of source lines, and the linkage of hidden symbols.</summary>
    /// <remarks>Programs keep texts of lines as strings: they have to be in the BTF before the kernel takes it. What a file hides is its
    /// own, as if it were static (<c>btf_fixup_datasec</c> and <c>bpf_object__sanitize_prog</c> of libbpf).</remarks>
    public static Btf Run(Btf types, ElfFile file, IEnumerable<SectionInfo> infos)
    {
        var builder = new BtfBuilder(types);
        var symbols = file.Symbols
            .Where(s => s.Type == ElfSymbolType.Object && file.SectionOf(s) is not null)
            .GroupBy(s => (file.SectionOf(s)!.Name, file.NameOf(s)))
            .ToDictionary(g => g.Key, g => g.First());
        HashSet<string> hiddenFunctions = [.. file.Symbols.Where(s => s is { Type: ElfSymbolType.Function, IsHidden: true }).Select(file.NameOf)];
        for (int id = 1; id < types.Count; id++)
        {
            switch (types.KindOf(id))
            {
                case BtfKind.DataSection:
                    CompleteSection(builder, types, id, file, symbols);
                    break;
                case BtfKind.Function when hiddenFunctions.Contains(types.NameOf(id)) && types[id] is BtfFunction { Linkage: BtfLinkage.Global } function:
                    builder.Define(id, function with { Linkage = BtfLinkage.Static });
                    break;
            }
        }
        foreach (LineInfo line in infos.SelectMany(i => i.Lines))
        {
            builder.AddString(line.FileName);
            builder.AddString(line.SourceText);
        }
        return builder.Build();
    }

    private static void CompleteSection(
        BtfBuilder builder, Btf types, int id, ElfFile file, Dictionary<(string Section, string Name), ElfSymbol> symbols)
    {
        if (file.Find(types.NameOf(id)) is not { SizeInBytes: > 0 and <= uint.MaxValue } section)
            return;
        var data = (BtfDataSection)types[id];
        foreach (BtfSectionVariable place in data.Variables)
        {
            if (types[place.VariableId] is BtfVariable { Linkage: BtfLinkage.Global } variable
                && symbols.TryGetValue((data.Name, variable.Name), out ElfSymbol symbol) && symbol.IsHidden)
                builder.Define(place.VariableId, variable with { Linkage = BtfLinkage.Static });
        }
        if (data.SizeInBytes != 0)
            return; // bpftool's linker has filled it in
        builder.Define(id, data with
        {
            SizeInBytes = (uint)section.SizeInBytes,
            Variables = [.. data.Variables
                .Select(v => symbols.TryGetValue((data.Name, types.NameOf(v.VariableId)), out ElfSymbol symbol) ? v with { Offset = (uint)symbol.Value } : v)
                .OrderBy(v => v.Offset)],
        });
    }
}
