using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Linux.Errors;
using Waggle.Linux.Externs;
using Waggle.Linux.Interop;
using Waggle.Linux.Maps;
using Waggle.Linux.Programs;
using Waggle.Linux.Usdt;

namespace Waggle.Linux;

/// <summary>One load of an object: what it asks of the kernel, types, then maps, then programs, then what maps hold of both;
/// everything is closed again if a step fails.</summary>
internal sealed class ObjectLoading(BpfObject obj, LoadOptions options)
{
    private readonly Dictionary<string, KernelMap> _maps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KernelProgram> _programs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StructOpsLayout> _operations = new(StringComparer.Ordinal);      // by map
    private readonly Dictionary<string, (int Type, int Member)> _operationOf = new(StringComparer.Ordinal); // by program
    private Btf? _loadableTypes;
    private string? _typesRefusal;
    private CoreTarget? _target;

    public LoadedObject Run()
    {
        using ExternResolution externs = ExternResolution.Run(obj, options.Configuration);
        // Programs and maps keep the types alive in the kernel, so our descriptor is for the time of loading only.
        _loadableTypes = obj.Btf is null ? null : LoadableTypes.From(obj);
        using SafeDescriptor? types = _loadableTypes is null ? null : BtfLoading.TryLoad(_loadableTypes, out _typesRefusal);
        using var pins = new PinnedMaps(options.Pins);
        try
        {
            ResolveOperations();
            foreach (MapSpec map in obj.Maps)
            {
                if (IsWanted(map)) Add(_maps, map.Name, "map", Create(map, types, pins, externs).WithTypes(obj.Btf));
            }
            MapContents.PutMaps(obj.Maps, _maps);
            foreach (ProgramSpec program in obj.Programs)
            {
                if (IsWanted(program)) Add(_programs, program.Name, "program", Load(program, types, externs));
            }
            MapContents.PutPrograms(obj.Maps, _maps, _programs);
            var usdtSpecs = UsdtSpecTable.TryCreate(_maps);
            foreach (KernelProgram program in _programs.Values) program.UsdtSpecs = usdtSpecs;
            return new LoadedObject(_programs, _maps, _operations, obj.Btf, _typesRefusal);
        }
        catch
        {
            pins.Undo();
            foreach (KernelProgram program in _programs.Values) program.Dispose();
            foreach (KernelMap map in _maps.Values) map.Dispose();
            throw;
        }
    }

    // A function of operations is loaded for its place in them: one that no map holds has none.
    private bool IsWanted(ProgramSpec program) => options.Select?.Invoke(program)
        ?? (program.IsLoadedByDefault && (program.Type != ProgramType.StructOps || _operationOf.ContainsKey(program.Name)));

    private static bool IsWanted(MapSpec map) => map.StructOps?.IsLoadedByDefault ?? true;

    private void ResolveOperations()
    {
        KernelTypes? kernel = null;
        foreach (MapSpec map in obj.Maps.Where(m => m.StructOps is not null && IsWanted(m)))
        {
            StructOpsLayout layout = StructOpsLayout.Resolve(map, obj.Btf!, kernel ??= RunningKernelTypes.WithModules());
            _operations.Add(map.Name, layout);
            foreach ((string program, int member) in layout.Members)
            {
                if (_operationOf.TryAdd(program, (layout.TypeId, member)) || _operationOf[program] == (layout.TypeId, member)) continue;
                throw new BpfException("load an object", $"map '{map}'", Errno.None, $"Program '{program}' stands for different members in two maps.");
            }
        }
    }

    private KernelMap Create(MapSpec map, SafeDescriptor? types, PinnedMaps pins, ExternResolution externs)
    {
        if (_operations.TryGetValue(map.Name, out StructOpsLayout? layout)) return CreateOperations(map, layout, types);
        if (map.Name == ExternSpec.ConfigurationMap && externs.Configuration is { } configuration)
            map = WithValue(map, configuration);
        if (!map.IsPinnedByName) return KernelMap.Create(map, types);
        if (pins.TryOpen(map) is { } pinned) return pinned;
        var created = KernelMap.Create(map, types);
        try
        {
            pins.Pin(created);
            return created;
        }
        catch
        {
            created.Dispose();
            throw;
        }
    }

    private static KernelMap CreateOperations(MapSpec map, StructOpsLayout layout, SafeDescriptor? types)
    {
        MapSpec spec = new(map.Name, MapType.StructOps)
        {
            KeySizeInBytes = sizeof(int),
            ValueSizeInBytes = layout.Value.Length,
            MaxEntries = 1,
            Flags = map.Flags,
            KernelName = map.KernelName,
            StructOps = map.StructOps,
        };
        SafeDescriptor descriptor = MapCreation.OpenStructOps(spec, types, layout.ValueTypeId);
        try
        {
            return KernelMap.FromDescriptor(spec, descriptor);
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }
    }

    // The object may be loaded again elsewhere: it keeps its zeros.
    private static MapSpec WithValue(MapSpec map, byte[] value) => new(map.Name, map.Type)
    {
        KeySizeInBytes = map.KeySizeInBytes,
        ValueSizeInBytes = map.ValueSizeInBytes,
        MaxEntries = map.MaxEntries,
        Flags = map.Flags,
        KernelName = map.KernelName,
        ValueTypeId = map.ValueTypeId,
        InitialValue = value,
        IsFrozen = map.IsFrozen,
    };

    private KernelProgram Load(ProgramSpec program, SafeDescriptor? types, ExternResolution externs)
    {
        program = MultiUprobes.Prefer(program);
        KernelProgram? target = options.Target?.Invoke(program);
        uint attachBtfId = TracingTarget.Resolve(program, target);
        var fitting = KernelTypeFitting.Fit(program, obj.Btf, options.KernelTypes, ref _target);
        List<SafeDescriptor?> modules = [];
        byte[] image = ProgramImage.Link(fitting.Program, _maps, externs.Found, modules);
        ProgramDebugInfo? debugInfo = types is null ? null : ProgramDebugInfo.Encode(program, types, _loadableTypes!);
        if (program.Type == ProgramType.StructOps && _operationOf.TryGetValue(program.Name, out (int Type, int Member) operation))
        {
            attachBtfId = (uint)operation.Type;
            program = program with { ExpectedAttachType = (uint)operation.Member };
        }
        SafeDescriptor descriptor;
        string? log;
        try
        {
            descriptor = ProgramLoading.Load(
                program, image, obj.License, attachBtfId, debugInfo, options.VerifierLogLevel, out log, modules, target?.Descriptor);
        }
        catch (VerifierException error) when ((fitting.Explain(error) ?? externs.Explain(program, error)) is { } explanation)
        {
            throw explanation;
        }
        try
        {
            return new KernelProgram(program, descriptor, log);
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }
    }

    private static void Add<T>(Dictionary<string, T> live, string name, string kind, T item) where T : IDisposable
    {
        if (live.TryAdd(name, item)) return;
        item.Dispose();
        throw new BpfException("load an object", $"{kind} '{name}'", Errno.None, $"The object has two {kind}s of this name.");
    }
}
