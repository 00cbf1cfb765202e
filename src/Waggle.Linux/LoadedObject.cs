using System.Runtime.CompilerServices;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Links;
using Waggle.Linux.Maps;
using Waggle.Linux.Programs;
using Waggle.Linux.Readers;

namespace Waggle.Linux;

/// <summary>Programs and maps that live in the kernel. Disposing it detaches, unloads and frees what it owns.</summary>
/// <remarks>Thread-safe, apart from disposal.</remarks>
public sealed class LoadedObject : IDisposable, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<IDisposable> _owned = []; // links and readers, in order of creation
    private bool _isDisposed;

    private readonly IReadOnlyDictionary<string, StructOpsLayout> _operations; // by map
    private readonly Btf? _types;

    internal LoadedObject(
        IReadOnlyDictionary<string, KernelProgram> programs, IReadOnlyDictionary<string, KernelMap> maps,
        IReadOnlyDictionary<string, StructOpsLayout> operations, Btf? types, string? typesRefusal) =>
        (Programs, Maps, _operations, _types, TypesRefusal) = (programs, maps, operations, types, typesRefusal);

    /// <summary>Programs by <see cref="ProgramSpec.Name"/>.</summary>
    public IReadOnlyDictionary<string, KernelProgram> Programs { get; }

    /// <summary>Maps by <see cref="MapSpec.Name"/>.</summary>
    public IReadOnlyDictionary<string, KernelMap> Maps { get; }

    /// <summary>Why the kernel refused the object's BTF, which is then loaded without source lines; null if it took it or there is none.</summary>
    public string? TypesRefusal { get; }

    /// <summary>A map with one value for each key.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="check">What of the types to compare with the map's own; by default each field.</param>
    /// <exception cref="BpfMapException">There is no such map, or it differs from the types; the text names the field and both types.</exception>
    public BpfMap<TKey, TValue> Map<TKey, TValue>(string name, LayoutCheck check = LayoutCheck.Fields) where TKey : unmanaged where TValue : unmanaged =>
        new(Find(name), check);

    /// <summary>A map with a value for each key and CPU.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="check">What of the types to compare with the map's own; by default each field.</param>
    /// <exception cref="BpfMapException">There is no such map, or it differs from the types; the text names the field and both types.</exception>
    public PerCpuMap<TKey, TValue> PerCpuMap<TKey, TValue>(string name, LayoutCheck check = LayoutCheck.Fields) where TKey : unmanaged where TValue : unmanaged =>
        new(Find(name), check);

    /// <summary>A global variable of the programs.</summary>
    /// <param name="name">Its name in the source.</param>
    /// <param name="check">What of the type to compare with the variable's own; by default each field.</param>
    /// <exception cref="BpfMapException">There is no such variable, there are several, or it differs from the type; the text names the
    /// field and both types.</exception>
    public GlobalVariable<T> Global<T>(string name, LayoutCheck check = LayoutCheck.Fields) where T : unmanaged
    {
        VariableSpec variable = VariableSpec.Find(VariableSpec.In(Maps.Values.Select(m => m.Spec), _types), name, out string? problem)
            ?? throw Differs(problem!);
        if (variable.SizeInBytes != Unsafe.SizeOf<T>())
            throw Differs($"It has {variable.SizeInBytes} bytes, and {typeof(T).Name} has {Unsafe.SizeOf<T>()}.");
        if (check == LayoutCheck.Fields && LayoutComparison.Find(typeof(T), _types!, variable.TypeId) is { } difference)
            throw Differs($"It is laid out in another way than {typeof(T).Name}: {difference}. Mend the type, or open it with {nameof(LayoutCheck)}.{nameof(LayoutCheck.SizeOnly)}.");
        return new(Maps[variable.Map.Name], variable.Offset);

        BpfMapException Differs(string cause) => new("open a global variable", $"variable '{name}'", Errno.None, cause);
    }

    /// <summary>A global variable: a place in the map that holds a data section.</summary>
    /// <param name="map">".data", ".bss" or ".rodata".</param>
    /// <param name="offset">Byte offset in the section.</param>
    /// <exception cref="BpfMapException">There is no such map.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The variable does not lie in the section.</exception>
    public GlobalVariable<T> Global<T>(string map, int offset) where T : unmanaged => new(Find(map), offset);

    /// <summary>Opens the reader of a ring buffer map, with its counts if the object has them. The object disposes it too.</summary>
    /// <exception cref="BpfMapException">There is no such map, or it is no ring buffer.</exception>
    public RingReader<T> OpenRing<T>(string name) where T : unmanaged
    {
        KernelMap map = Find(name);
        return Own(new RingReader<T>(map, Maps.GetValueOrDefault(name + RingReader<T>.CountsSuffix)));
    }

    /// <summary>Registers the struct of operations that a map describes, its programs as functions.</summary>
    /// <returns>The registration; disposing it, or the object, takes it back.</returns>
    /// <exception cref="BpfMapException">There is no such map, or it describes no operations.</exception>
    /// <exception cref="BpfAttachException">The kernel refuses: the name is taken, or a member is missing.</exception>
    public StructOpsLink AttachStructOps(string map)
    {
        KernelMap found = Find(map);
        if (!_operations.TryGetValue(map, out StructOpsLayout? layout))
            throw new BpfMapException("register operations", found.ToString(), Errno.None, "The map is no struct of operations.");
        return Own(Register(found, layout));
    }

    /// <summary>Attaches every program to the hook that its section names, and registers every struct of operations: all of them, or
    /// none and an exception.</summary>
    /// <returns>The links, in order of program, then of map. The object disposes them, before its programs.</returns>
    /// <exception cref="BpfException">A program can't be attached.</exception>
    public IReadOnlyList<Link> AttachAll()
    {
        var links = new List<Link>();
        TraceFs? traceFs = null; // opened once for all tracepoints
        try
        {
            foreach (KernelProgram program in Programs.Values.Where(p => p.Spec.Type != Bpf.Catalog.ProgramType.StructOps))
            {
                if (program.Spec.Type == Bpf.Catalog.ProgramType.Tracepoint) traceFs ??= TraceFs.Open();
                links.Add(program.Attach(traceFs));
            }
            foreach (StructOpsLayout layout in _operations.Values) links.Add(Register(Maps[layout.MapName], layout));
        }
        catch
        {
            foreach (Link link in links) link.Dispose();
            throw;
        }
        finally
        {
            traceFs?.Dispose();
        }
        foreach (Link link in links) Own(link);
        return links;
    }

    /// <summary>Detaches what <see cref="AttachAll"/> attached; maps and readers stay. A second call does nothing.</summary>
    /// <remarks>The kernel waits some 50 ms for each static tracepoint until no CPU runs its program; half of that passes for
    /// several at once, which is why this is faster than one link after another.</remarks>
    public void DetachAll()
    {
        Link[] links;
        lock (_lock)
        {
            links = [.. _owned.OfType<Link>()];
            _owned.RemoveAll(static owned => owned is Link);
        }
        if (links.Length == 0) return; // threads are not woken for nothing
        Parallel.ForEach(links, new ParallelOptions { MaxDegreeOfParallelism = links.Length }, static link => link.Dispose());
    }

    /// <summary>Detaches what <see cref="AttachAll"/> attached, then closes readers, programs and maps. A second call does nothing.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed) return;
            _isDisposed = true;
        }
        DetachAll(); // first, so that programs stop before what they write to goes
        foreach (IDisposable owned in _owned) owned.Dispose();
        foreach (KernelProgram program in Programs.Values) program.Dispose();
        foreach (KernelMap map in Maps.Values) map.Dispose();
    }

    /// <summary>As <see cref="Dispose"/>, off the caller's thread: detaching waits for programs that are running.</summary>
    public ValueTask DisposeAsync() => new(Task.Run(Dispose));

    private StructOpsLink Register(KernelMap map, StructOpsLayout layout) => StructOpsLink.Attach(
        map.Descriptor, map.Name, map.Spec.StructOps!.TypeName, layout.Fill(Programs), map.Spec.StructOps.IsLink);

    private T Own<T>(T item) where T : IDisposable
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _owned.Add(item);
                return item;
            }
        }
        item.Dispose();
        throw new ObjectDisposedException(nameof(LoadedObject));
    }

    private KernelMap Find(string name) => Maps.TryGetValue(name, out KernelMap? map)
        ? map
        : throw new BpfMapException("open a map", $"map '{name}'", Errno.None,
            $"The object has no map of this name; it has {(Maps.Count == 0 ? "none" : string.Join(", ", Maps.Keys))}.");
}
