using System.Collections.Immutable;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Compiler.Backend;
using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Output;

/// <summary>Puts programs, maps and their types together.</summary>
internal sealed class ObjectAssembly
{
    private const uint Mmapable = 0x400; // BPF_F_MMAPABLE, include/uapi/linux/bpf.h
    private const uint ReadOnlyForProgram = 0x80; // BPF_F_RDONLY_PROG

    private readonly BtfBuilder _builder = new();
    private readonly BtfTypes _types;
    private readonly SourceText _sources = new();
    private readonly List<ProgramSpec> _programs = [];

    private readonly FunctionTypes _functions;

    private readonly string? _sourceRoot;

    internal ObjectAssembly(string? sourceRoot)
    {
        _sourceRoot = sourceRoot;
        _types = new BtfTypes(_builder);
        _functions = new FunctionTypes(_builder, _types);
    }

    internal void Add(ProgramSource source, CompiledFunction entry, IReadOnlyList<(IrFunction Function, CompiledFunction Code)> functions)
    {
        var image = new ProgramImage(entry, functions);
        string section = source.Hook.Section;
        int slash = section.IndexOf('/', StringComparison.Ordinal);
        foreach (string path in image.All(p => p.Accesses, (_, access) => access.Access.Path)) _builder.AddString(path);
        _programs.Add(new ProgramSpec
        {
            Name = BtfTypes.Identifier(source.Method.Name),
            Section = section,
            Type = source.Hook.Type,
            AttachTarget = slash < 0 ? "" : section[(slash + 1)..],
            ExpectedAttachType = source.Hook.ExpectedAttachType,
            IsSleepable = source.Hook.MaySleep,
            HasFragments = source.Hook.TakesFragments,
            Instructions = [.. image.Instructions],
            MapReferences =
            [
                .. image.All(p => p.Maps, (start, m) => new MapReference(start + m.Index, m.Map.Name)),
                .. image.All(p => p.Globals, (start, g) => new MapReference(start + g.Index, g.Global.Section, g.Global.Offset)),
            ],
            ExternReferences =
            [
                .. image.All(p => p.Calls.Where(c => c.Target is KernelFunctionTarget),
                    (start, c) => new ExternReference(start + c.Index, _functions.Declare(((KernelFunctionTarget)c.Target).Function))),
            ],
            CoreRelocations = [.. image.All(p => p.Accesses,
                (start, a) => new CoreRelocation(start + a.Index, _types.Of(a.Access.Root), a.Access.Path, a.Access.Kind))],
            Functions = [.. image.Parts.Select(p => new FunctionInfo(p.Start, p.Function is null ? _functions.DescribeProgram(source) : _functions.Describe(p.Function)))],
            Lines = [.. image.Parts.SelectMany(p => Lines(p.Code, p.Start))],
        });
    }

    internal BpfObject Write(
        IReadOnlyList<IrMap> maps, IReadOnlyList<IrOperations> operations, IReadOnlyList<IrGlobal> globals, Func<string, int> sizeOfSection, string license)
    {
        var specs = ImmutableArray.CreateBuilder<MapSpec>();
        foreach (IrMap map in maps) specs.Add(Describe(map));
        var structs = new OperationTypes(_builder, _types, _functions);
        foreach (IrOperations implemented in operations) specs.Add(structs.Describe(implemented));
        structs.AddSections();
        _functions.AddSection();
        foreach (string section in (ReadOnlySpan<string>)[".data", ".rodata"])
        {
            if (sizeOfSection(section) is > 0 and var size) specs.Add(Section(section, globals, size));
        }

        return new BpfObject { License = license, Programs = [.. _programs], Maps = specs.ToImmutable(), Externs = _functions.Externs, Btf = _builder.Build() };
    }

    private MapSpec Describe(IrMap map)
    {
        bool holdsNumbers = map.Inner is not null; // libbpf wants no type of what user space sees as an id
        return new MapSpec(map.Name, map.Type)
        {
            KeySizeInBytes = map.Key is null ? 0 : Layout.Layouts.SizeOf(map.Key),
            ValueSizeInBytes = map.Value is null || map.IsRing ? 0 : Layout.Layouts.SizeOf(map.Value),
            MaxEntries = map.MaxEntries,
            Flags = (uint)map.Flags,
            IsPinnedByName = map.IsPinned,
            KeyTypeId = map.Key is null ? 0 : _types.Of(map.Key),
            ValueTypeId = map.Value is null || map.IsRing || holdsNumbers ? 0 : _types.Of(map.Value),
            InnerMap = map.Inner is null ? null : Describe(map.Inner),
        };
    }

    private MapSpec Section(string name, IReadOnlyList<IrGlobal> globals, int size)
    {
        var variables = ImmutableArray.CreateBuilder<BtfSectionVariable>();
        foreach (IrGlobal global in globals)
        {
            if (global.Section != name) continue;
            int variable = _builder.Add(new BtfVariable(BtfTypes.Identifier(global.Name), _types.Of(global.Field.FieldType), BtfLinkage.Global));
            variables.Add(new BtfSectionVariable(variable, (uint)global.Offset, (uint)global.Layout.Size));
        }

        bool isReadOnly = name == ".rodata";
        return new MapSpec(name, MapType.Array)
        {
            KeySizeInBytes = 4,
            ValueSizeInBytes = size,
            MaxEntries = 1,
            Flags = isReadOnly ? ReadOnlyForProgram : Mmapable,
            ValueTypeId = _builder.Add(new BtfDataSection(name, (uint)size, variables.ToImmutable())),
            InitialValue = InitialValues.Of(name, globals, size),
            IsFrozen = isReadOnly,
        };
    }

    private List<LineInfo> Lines(CompiledFunction code, int start)
    {
        var lines = new List<LineInfo>();
        foreach ((int index, SourcePosition position) in code.Lines)
        {
            if (position.Line == 0) continue;
            // The kernel wants the first instruction of each function to have a line.
            int at = lines.Count == 0 ? start : start + index;
            string text = _sources.Line(position.File, position.Line);
            string file = NameOf(position.File);
            lines.Add(new LineInfo(at, file, text, position.Line, position.Column));
            _builder.AddString(file);
            _builder.AddString(text);
        }

        return lines;
    }

    /// <summary>How a source file is called in the object. Where it lies on this machine is nobody's business.</summary>
    private string NameOf(string file) => _sourceRoot is null || file.StartsWith("/_/", StringComparison.Ordinal)
        ? file
        : Path.GetRelativePath(_sourceRoot, file).Replace('\\', '/');
}
