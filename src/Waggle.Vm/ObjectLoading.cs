using System.Collections.Immutable;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Verifier;
using Waggle.Vm.Maps;

namespace Waggle.Vm;

/// <summary>One load of an object: maps, then programs, then what maps hold of both; everything is closed again if a step fails.</summary>
internal sealed class ObjectLoading(VmEngine engine, BpfObject obj)
{
    private readonly Dictionary<string, VmMap> _maps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VmProgram> _programs = new(StringComparer.Ordinal);

    internal VmObject Run(Func<ProgramSpec, Proof?> prove)
    {
        try
        {
            ObjectExterns externs = new(obj, engine.Options, engine.Helpers);
            TypeFitting fitting = new(obj.Btf, engine.Options.KernelTypes);
            foreach (MapSpec map in obj.Maps)
            {
                byte[]? configuration = map.Name == ExternSpec.ConfigurationMap ? externs.ReadConfiguration(map) : null;
                var created = VmMap.Create(map, engine.Cpus, ValueLayouts.Of(map, obj.Btf), configuration);
                _maps.Add(map.Name, created);
                if (created.Layout.HasCallbacks) created.ValueTakenOut = value => engine.Callbacks.Forget(created, (ulong)value);
            }

            foreach (ProgramSpec program in obj.Programs.Where(p => p.IsLoadedByDefault))
            {
                engine.CheckContext(program, obj.Btf);
                ProgramSpec fitted = fitting.Fit(program, out ImmutableArray<CoreFailure> missing);
                _programs.Add(program.Name, engine.Load(fitted, _maps, prove(fitted), externs, missing));
            }

            foreach (MapSpec map in obj.Maps) PutInitialEntries(map);
            return new VmObject(engine.Callbacks, _programs, _maps, obj.Btf);
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
}
