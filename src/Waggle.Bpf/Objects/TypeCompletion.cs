using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Puts into an object's types what compilers leave to the loader: sizes of data sections, places of variables in them, and the
/// linkage of hidden symbols.</summary>
/// <remarks>The numbers are changed where they stand, so that the kernel is given the file's own bytes, texts of source lines included.
/// What a file hides is its own, as if it were static (<c>btf_fixup_datasec</c> and <c>bpf_object__sanitize_prog</c> of libbpf).</remarks>
internal sealed class TypeCompletion
{
    private readonly Btf _types;
    private readonly ElfFile _file;
    private readonly BtfPatch _patch;
    private readonly Dictionary<(string Section, string Name), ElfSymbol> _variables = [];
    private readonly HashSet<string> _hiddenFunctions = new(StringComparer.Ordinal);

    private TypeCompletion(Btf types, ElfFile file)
    {
        (_types, _file, _patch) = (types, file, new(types));
        foreach (ElfSymbol symbol in file.Symbols)
        {
            if (symbol.Type == ElfSymbolType.Object && file.SectionOf(symbol) is { } section)
                _variables.TryAdd((section.Name, file.NameOf(symbol)), symbol);
            else if (symbol is { Type: ElfSymbolType.Function, IsHidden: true })
                _hiddenFunctions.Add(file.NameOf(symbol));
        }
    }

    /// <summary>The completed types; those of a file in big endian come out in little endian.</summary>
    public static Btf Run(Btf types, ElfFile file, IEnumerable<SectionInfo> infos)
    {
        var completion = new TypeCompletion(types.IsBigEndian ? Rewrite(types, infos) : types, file);
        completion.Complete();
        return completion._patch.Finish();
    }

    private static Btf Rewrite(Btf types, IEnumerable<SectionInfo> infos)
    {
        var builder = new BtfBuilder(types);
        foreach (LineInfo line in infos.SelectMany(i => i.Lines)) // no type names these texts, so the builder does not know them
        {
            builder.AddString(line.FileName);
            builder.AddString(line.SourceText);
        }
        return builder.Build();
    }

    private void Complete()
    {
        for (int id = 1; id < _types.Count; id++)
        {
            switch (_types.KindOf(id))
            {
                case BtfKind.DataSection:
                    CompleteSection(id);
                    break;
                case BtfKind.Function when _hiddenFunctions.Count > 0 && _hiddenFunctions.Contains(_types.NameOf(id))
                    && _types[id] is BtfFunction { Linkage: BtfLinkage.Global }:
                    _patch.SetLinkage(id, BtfLinkage.Static);
                    break;
            }
        }
    }

    private void CompleteSection(int id)
    {
        if (_file.Find(_types.NameOf(id)) is not { SizeInBytes: > 0 and <= uint.MaxValue } section)
            return;
        var data = (BtfDataSection)_types[id];
        BtfSectionVariable[] places = [.. data.Variables];
        for (int i = 0; i < places.Length; i++)
        {
            BtfType item = _types[places[i].VariableId];
            if (!_variables.TryGetValue((data.Name, item.Name), out ElfSymbol symbol))
                continue;
            places[i] = places[i] with { Offset = (uint)symbol.Value };
            if (symbol.IsHidden && item is BtfVariable { Linkage: BtfLinkage.Global })
                _patch.SetLinkage(places[i].VariableId, BtfLinkage.Static);
        }
        if (data.SizeInBytes == 0) // else bpftool's linker has filled it in
            _patch.SetDataSection(id, (uint)section.SizeInBytes, [.. places.OrderBy(v => v.Offset)]);
    }
}
