using System.Collections.Immutable;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Vm.Maps;

namespace Waggle.Vm;

/// <summary>One load of an object: maps, then programs, then what maps hold of both; everything is closed again if a step fails.</summary>
internal sealed class ObjectLoading
{
    private readonly VmEngine _engine;
    private readonly BpfObject _object;
    private readonly ObjectExterns _externs;
    private readonly VmSafety _safety;
    private readonly Dictionary<string, VmMap> _maps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VmProgram> _programs = new(StringComparer.Ordinal);

    internal ObjectLoading(VmEngine engine, BpfObject obj, VmSafety safety)
    {
        (_engine, _safety) = (engine, safety);
        _externs = new ObjectExterns(obj, engine.Options, engine.Helpers);
        _object = Seal(obj, _externs);
    }

    internal VmObject Run()
    {
        try
        {
            TypeFitting fitting = new(_object.Btf, _engine.Options.KernelTypes);
            foreach (MapSpec map in _object.Maps)
            {
                var created = VmMap.Create(map, _engine.Cpus, ValueLayouts.Of(map, _object.Btf));
                _maps.Add(map.Name, created);
                if (created.Layout.HasCallbacks) created.ValueTakenOut = value => _engine.Callbacks.Forget(created, (ulong)value);
            }

            foreach (ProgramSpec program in _object.Programs.Where(p => p.IsLoadedByDefault))
            {
                _engine.CheckContext(program, _object.Btf);
                ProgramSpec fitted = fitting.Fit(program, out ImmutableArray<CoreFailure> missing);
                _programs.Add(program.Name, _engine.Load(_object, fitted, _maps, _externs, missing, _safety));
            }

            foreach (MapSpec map in _object.Maps) PutInitialEntries(map);
            return new VmObject(_engine.Callbacks, _programs, _maps, _object.Btf);
        }
        catch // whatever it is: it goes on to the caller, and of the object nothing stays
        {
            foreach (VmProgram program in _programs.Values) program.Dispose();
            foreach (VmMap map in _maps.Values) map.Dispose();
            throw;
        }
    }

    private unsafe void PutInitialEntries(MapSpec spec)
    {
        foreach (MapInitialEntry entry in spec.InitialEntries)
        {
            object target = _programs.TryGetValue(entry.Target, out VmProgram? program) ? program : _maps[entry.Target];
            uint index = entry.Index;
            Errno error = _maps[spec.Name].UpdateReference(&index, target, 0);
            if (error != Errno.None) throw _maps[spec.Name].Refusal($"put '{entry.Target}' into a map", error);
        }
    }

    // Descriptions of maps are the caller's to change: verifier and maps are to see one and the same.
    private static BpfObject Seal(BpfObject obj, ObjectExterns externs)
    {
        MapSpec[] maps = [.. obj.Maps.Select(m => m.Copy())];
        foreach (MapSpec map in maps.Where(m => m.Name == ExternSpec.ConfigurationMap)) map.InitialValue = externs.ReadConfiguration(map);
        return new BpfObject { Name = obj.Name, License = obj.License, Programs = obj.Programs, Maps = [.. maps], Externs = obj.Externs, Btf = obj.Btf };
    }
}
