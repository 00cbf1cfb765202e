using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Waggle.CSharp;
using Waggle.Testing.Worlds;
using Waggle.Vm.Execution;
using Waggle.Vm.Helpers;
using Waggle.Vm.Maps;

namespace Waggle.Testing.Plain;

/// <summary>Answers programs that run as plain C#: with the embedded engine's maps and helpers, and with what the test says.</summary>
/// <remarks>Of one object; used by one thread at a time.</remarks>
internal sealed unsafe class PlainHost(TestWorld world, MapFields fields, VmMap[] maps, IReadOnlyDictionary<string, string> missingMaps) : BpfHost, IDisposable
{
    private const int TailCallHelper = 12, SetTimerCallback = 170;

    private readonly Dictionary<string, int> _indexes = maps.Select((map, i) => (map.Name, i)).ToDictionary();
    private readonly Dictionary<object, ulong> _inner = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ulong, object> _owners = [];
    private readonly List<BpfCallback> _functions = [];
    private int _keptFunctions;
    private RunContext? _run;
    private void* _zeros;
    private nuint _zerosLength;

    /// <summary>Class and method of the program that runs, for messages.</summary>
    internal string Program { get; set; } = "The program";

    /// <inheritdoc/>
    public override ulong Context => Running.ContextStart;

    private RunContext Running => _run ?? throw new InvalidOperationException("No program runs now: what belongs to its run is gone.");

    /// <summary>Makes a run the one that helpers are called for.</summary>
    internal RunContext? Enter(RunContext run, byte* frame)
    {
        RunContext? outer = _run;
        _run = run;
        run.Frame = frame;
        PublishPacket(run);
        return outer;
    }

    internal void Leave(RunContext? outer) => _run = outer;

    internal BpfCallback FunctionAt(int index) => _functions[index - 1];

    /// <summary>Forgets what the last run found and made; functions that timers call are kept.</summary>
    internal void Forget()
    {
        _inner.Clear();
        _functions.RemoveRange(_keptFunctions, _functions.Count - _keptFunctions);
    }

    /// <inheritdoc/>
    public override ulong Call(int helper, ulong a = 0, ulong b = 0, ulong c = 0, ulong d = 0, ulong e = 0)
    {
        RunContext run = Running;
        if (world.AnswerOf(helper) is { } answer) return answer(new HelperCall(helper, a, b, c, d, e));
        switch (helper)
        {
            case TailCallHelper:
                return run.TryTailCall(b, c, run.Frame, out ulong result) ? throw new TailCall(result) : RunContext.NoSuchEntry;
            case 35 or 158: // bpf_get_current_task, bpf_get_current_task_btf
                return world.CurrentTaskStruct.IsNull ? HostObjects.CurrentTask : world.CurrentTaskStruct.Address;
            case 107 or 145 or 156 or 210: // bpf_sk_, inode_, task_, cgrp_storage_get
                return b == 0 ? 0 : (ulong)StorageAt(run, a).Get(OwnerAt(b), (byte*)c, d);
            case 108 or 146 or 157 or 211: // the same, delete
                return (ulong)StorageAt(run, a).Remove(OwnerAt(b));
            case 127: // bpf_seq_write
                world.Output.AddRange(new ReadOnlySpan<byte>((void*)b, (int)c));
                return 0;
            case SetTimerCallback:
                _keptFunctions = _functions.Count;
                break;
        }

        HelperBinding binding = HelperTable.Find(helper, run.Current.Image.Type) ?? HelperTable.Find(helper) ?? throw PlainNotSupportedException.OfHelper(Program, helper);
        ulong returned = binding.Function(run, a, b, c, d, e);
        PublishPacket(run);
        return returned;
    }

    /// <inheritdoc/>
    public override ulong AddressOf(object map)
    {
        if (_inner.TryGetValue(map, out ulong handle)) return handle;
        string name = fields.NameOf(map)
            ?? throw new PlainNotSupportedException(Program, "it uses a map that no static field holds.", "Declare the map as a static readonly field of a class with [BpfProgram].");
        if (_indexes.TryGetValue(name, out int index)) return MapHandles.Of(index);
        throw missingMaps.TryGetValue(name, out string? why)
            ? new PlainNotSupportedException(Program, $"it uses the map '{name}', and {why}.", "Test it on the kernel.")
            : new PlainNotSupportedException(Program, $"it uses the map '{name}', which is not in the object.", "Name the class that declares it at BpfTest.Of, too.");
    }

    /// <inheritdoc/>
    public override object? MapAt(ulong address, Type type)
    {
        if (address == 0) return null;
        object map = Activator.CreateInstance(type, nonPublic: true)!;
        _inner[map] = address;
        return map;
    }

    /// <inheritdoc/>
    public override ulong AddressOfFunction(BpfCallback function)
    {
        _functions.Add(function);
        return FunctionHandles.Of(_functions.Count);
    }

    /// <inheritdoc/>
    public override ulong KernelMemory(ulong address, int sizeInBytes) =>
        world.Has(address, sizeInBytes, isUserMemory: false) ? address : (ulong)Zeros((nuint)sizeInBytes);

    public void Dispose() => NativeMemory.Free(_zeros);

    // A context's fields of 4 bytes are what a program computes addresses from: the packet lies where they can point.
    private static void PublishPacket(RunContext run)
    {
        if (!run.HasPacket) return;
        byte* context = (byte*)run.ContextStart;
        foreach (AddressField field in run.Current.Image.Context.AddressFields)
            Unsafe.WriteUnaligned(context + field.Offset, (uint)Unsafe.ReadUnaligned<ulong>(context + field.Storage));
    }

    private static ObjectStorage StorageAt(RunContext run, ulong map) => (ObjectStorage)run.MapOf(map)!;

    // Any address is an object of its own, the same whenever it comes.
    private object OwnerAt(ulong address)
    {
        if (address == HostObjects.CurrentTask || address == world.CurrentTaskStruct.Address) return world.CurrentTask;
        return _owners.TryGetValue(address, out object? owner) ? owner : _owners[address] = new object();
    }

    private void* Zeros(nuint size)
    {
        if (size <= _zerosLength) return _zeros;
        _zeros = NativeMemory.Realloc(_zeros, size);
        NativeMemory.Clear(_zeros, size);
        _zerosLength = size;
        return _zeros;
    }
}
