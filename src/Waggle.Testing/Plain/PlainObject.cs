using System.Collections.Immutable;
using System.Reflection;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.CSharp;
using Waggle.Testing.Worlds;
using Waggle.Vm;
using Waggle.Vm.Code;
using Waggle.Vm.Execution;
using Waggle.Vm.Maps;

namespace Waggle.Testing.Plain;

/// <summary>Program classes that run as plain C#, with maps of their own.</summary>
internal sealed class PlainObject : LiveObject
{
    // What the engine's helpers would see of a program's code, if they looked.
    private static readonly ProgramCode s_nothing = ProgramCode.Read([Instruction.Move(Register.R0, 0), Instruction.Exit]);

    private readonly PlainRuntime _runtime;
    private readonly VmObject _maps;

    private PlainObject(PlainRuntime runtime, IEnumerable<LiveProgram> programs, VmObject maps, BpfObject obj) : base(programs, runtime.Maps, obj.Btf) =>
        (_runtime, _maps) = (runtime, maps);

    /// <summary>Makes the maps of compiled classes, and programs of their methods.</summary>
    /// <param name="engine">Has the maps.</param>
    /// <param name="world">What the programs are told.</param>
    /// <param name="obj">What the compiler made of the classes.</param>
    /// <param name="classes">The classes.</param>
    internal static PlainObject Load(VmEngine engine, TestWorld world, BpfObject obj, ImmutableArray<Type> classes)
    {
        Dictionary<string, string> missing = [];
        foreach (MapSpec map in obj.Maps)
        {
            if (VmMap.Check(map) == Errno.NotSupported) missing.Add(map.Name, $"plain C# has no maps of kind {map.Type}");
        }

        VmObject maps = engine.Load(new BpfObject { Name = obj.Name, License = obj.License, Maps = [.. obj.Maps.Where(m => !missing.ContainsKey(m.Name))], Btf = obj.Btf });
        VmMap[] all = [.. obj.Maps.Where(m => !missing.ContainsKey(m.Name)).Select(m => (VmMap)maps.FindMap(m.Name))];
        var runtime = new PlainRuntime(engine, world, obj, classes, all, missing);
        PlainProgram[] programs = [.. obj.Programs.Select(spec => ProgramOf(runtime, spec, classes))];
        return new PlainObject(runtime, programs, maps, obj);
    }

    /// <summary>Calls the timers that are due.</summary>
    internal int RunDueTimers()
    {
        using var scope = new PlainScope(_runtime, "A timer's function");
        return _runtime.Engine.RunDueTimers();
    }

    /// <inheritdoc/>
    protected override void Detach()
    {
        _maps.Dispose();
        _runtime.Dispose();
    }

    private static PlainProgram ProgramOf(PlainRuntime runtime, ProgramSpec spec, ImmutableArray<Type> classes)
    {
        const BindingFlags statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        MethodInfo[] named = [.. classes.SelectMany(c => c.GetMethods(statics)).Where(m => m.Name == spec.Name)];
        // Members of a struct of operations have no attribute of their own: they are what an interface asks for.
        MethodInfo method = Array.Find(named, m => m.IsDefined(typeof(HookAttribute))) ?? named[0];
        HookParameters parameters = method.GetCustomAttribute<HookAttribute>()?.Parameters ?? HookParameters.Slots;
        var image = new ProgramImage
        {
            Name = spec.Name,
            Type = spec.Type,
            Code = s_nothing,
            Context = PlainProgram.ShapeOf(spec, method),
            Maps = runtime.Maps,
            IsTrusted = true,
        };
        return new PlainProgram(runtime, spec, method, new PlainCode(image, Entry.For(method, parameters), runtime.Host));
    }
}
