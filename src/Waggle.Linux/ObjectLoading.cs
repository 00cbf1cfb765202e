using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Maps;
using Waggle.Linux.Programs;
using Waggle.Linux.Usdt;

namespace Waggle.Linux;

/// <summary>One load of an object: types, then maps, then programs; everything is closed again if a step fails.</summary>
internal sealed class ObjectLoading(BpfObject obj, LoadOptions options)
{
    private readonly Dictionary<string, KernelMap> _maps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KernelProgram> _programs = new(StringComparer.Ordinal);
    private string? _typesRefusal;
    private CoreTarget? _target;

    public LoadedObject Run()
    {
        // Programs and maps keep the types alive in the kernel, so our descriptor is for the time of loading only.
        using SafeDescriptor? types = obj.Btf is null ? null : BtfLoading.TryLoad(obj.Btf, out _typesRefusal);
        try
        {
            foreach (MapSpec map in obj.Maps) Add(_maps, map.Name, "map", KernelMap.Create(map, types).WithTypes(obj.Btf));
            foreach (ProgramSpec program in obj.Programs)
            {
                if (options.Select?.Invoke(program) ?? program.IsLoadedByDefault) Add(_programs, program.Name, "program", Load(program, types));
            }
            var usdtSpecs = UsdtSpecTable.TryCreate(_maps);
            foreach (KernelProgram program in _programs.Values) program.UsdtSpecs = usdtSpecs;
            return new LoadedObject(_programs, _maps, _typesRefusal);
        }
        catch
        {
            foreach (KernelProgram program in _programs.Values) program.Dispose();
            foreach (KernelMap map in _maps.Values) map.Dispose();
            throw;
        }
    }

    private KernelProgram Load(ProgramSpec program, SafeDescriptor? types)
    {
        uint attachBtfId = TracingTarget.Resolve(program);
        var fitting = KernelTypeFitting.Fit(program, obj.Btf, options.KernelTypes, ref _target);
        byte[] image = ProgramImage.Link(fitting.Program, _maps);
        ProgramDebugInfo? debugInfo = types is null ? null : ProgramDebugInfo.Encode(program, types, obj.Btf!);
        SafeDescriptor descriptor;
        string? log;
        try
        {
            descriptor = ProgramLoading.Load(program, image, obj.License, attachBtfId, debugInfo, options.VerifierLogLevel, out log);
        }
        catch (VerifierException error) when (fitting.Explain(error) is { } explanation)
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
