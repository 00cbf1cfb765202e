using System.Collections.Immutable;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;

namespace Waggle.Linux.Programs;

/// <summary>An object's types in a form that the kernel takes: it knows no variables and functions that are defined elsewhere.</summary>
/// <remarks>As libbpf does (<c>bpf_object__collect_externs</c>): they are declared as the object's own, each variable an int.</remarks>
internal static class LoadableTypes
{
    private const string Symbols = ".ksyms";
    private const string UnnamedParameter = "unnamed"; // the kernel wants names, and clang leaves them out of declarations

    /// <summary>The object's own types if all of them are loadable already, else a copy with the same ids.</summary>
    public static Btf From(BpfObject obj)
    {
        Btf types = obj.Btf!;
        bool hasSymbols = types.TryFind(Symbols, out int symbolsId, out BtfDataSection? symbols);
        bool hasValues = types.TryFind(ExternSpec.ConfigurationMap, out int valuesId, out BtfDataSection? values);
        if (!hasSymbols && !hasValues) return types;

        var builder = new BtfBuilder(types);
        if (hasValues) builder.Define(valuesId, PlaceValues(builder, types, values!, obj.Externs));
        if (hasSymbols) builder.Define(symbolsId, DefineSymbols(builder, types, symbols!));
        foreach (LineInfo line in obj.Programs.SelectMany(p => p.Lines))
        {
            builder.AddString(line.FileName);
            builder.AddString(line.SourceText);
        }
        return builder.Build();
    }

    private static BtfDataSection PlaceValues(BtfBuilder builder, Btf types, BtfDataSection section, ImmutableArray<ExternSpec> externs)
    {
        var places = externs.Where(e => e.Kind == ExternKind.Configuration).ToDictionary(e => e.TypeId, e => e.Configuration);
        foreach (BtfSectionVariable item in section.Variables)
        {
            if (types[item.VariableId] is BtfVariable variable) builder.Define(item.VariableId, variable with { Linkage = BtfLinkage.Global });
        }
        ImmutableArray<BtfSectionVariable> placed = [.. places
            .OrderBy(p => p.Value.Offset)
            .Select(p => new BtfSectionVariable(p.Key, (uint)p.Value.Offset, (uint)p.Value.SizeInBytes))];
        return section with { Variables = placed, SizeInBytes = placed.IsEmpty ? section.SizeInBytes : placed[^1].Offset + placed[^1].SizeInBytes };
    }

    private static BtfDataSection DefineSymbols(BtfBuilder builder, Btf types, BtfDataSection section)
    {
        int number = builder.Add(new BtfInt("int", sizeof(int), BtfIntEncoding.Signed));
        int standIn = builder.Add(new BtfVariable("kernel_function", number, BtfLinkage.Global));
        var places = ImmutableArray.CreateBuilder<BtfSectionVariable>(section.Variables.Length);
        foreach (BtfSectionVariable item in section.Variables)
        {
            int id = item.VariableId;
            if (types[id] is BtfFunction function)
            {
                builder.Define(id, function with { Linkage = BtfLinkage.Global });
                if (types[function.PrototypeId] is BtfFunctionPrototype prototype)
                    builder.Define(function.PrototypeId, prototype with { Parameters = [.. prototype.Parameters.Select(Named)] });
                id = standIn;
            }
            else if (types[id] is BtfVariable variable)
            {
                builder.Define(id, variable with { TypeId = number, Linkage = BtfLinkage.Global });
            }
            places.Add(new(id, (uint)places.Count * sizeof(int), sizeof(int)));
        }
        return section with { Variables = places.ToImmutable(), SizeInBytes = (uint)places.Count * sizeof(int) };
    }

    private static BtfParameter Named(BtfParameter parameter) =>
        parameter.Name == "" && parameter.TypeId != 0 ? parameter with { Name = UnnamedParameter } : parameter;
}
