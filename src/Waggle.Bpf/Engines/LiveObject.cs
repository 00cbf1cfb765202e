using System.Runtime.CompilerServices;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Readers;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Engines;

/// <summary>Programs and maps that live in an engine. Disposing it stops, unloads and frees what it owns.</summary>
/// <remarks>Thread-safe, apart from disposal.</remarks>
public abstract class LiveObject : IDisposable, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<IDisposable> _owned = []; // links and readers, in order of creation
    private readonly Dictionary<string, LiveMap> _maps;
    private readonly Dictionary<string, LiveProgram> _programs;
    private readonly Btf? _types;
    private bool _isDisposed;

    /// <summary>Takes over programs and maps; the object disposes them.</summary>
    /// <param name="programs">The programs.</param>
    /// <param name="maps">The maps.</param>
    /// <param name="types">The object's types, which say where global variables lie.</param>
    protected LiveObject(IEnumerable<LiveProgram> programs, IEnumerable<LiveMap> maps, Btf? types)
    {
        _programs = programs.ToDictionary(p => p.Name);
        _maps = maps.ToDictionary(m => m.Name);
        _types = types;
    }

    /// <summary>A program.</summary>
    /// <param name="name">Name of its function.</param>
    /// <exception cref="BpfException">There is none of this name; the text says which there are.</exception>
    public LiveProgram FindProgram(string name) => _programs.TryGetValue(name, out LiveProgram? program)
        ? program
        : throw new BpfException("open a program", $"program '{name}'", Errno.None,
            $"The object has no program of this name; it has {(_programs.Count == 0 ? "none" : string.Join(", ", _programs.Keys))}.");

    /// <summary>A map, seen as bytes.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="BpfMapException">There is none of this name; the text says which there are.</exception>
    public LiveMap FindMap(string name) => _maps.TryGetValue(name, out LiveMap? map)
        ? map
        : throw new BpfMapException("open a map", $"map '{name}'", Errno.None,
            $"The object has no map of this name; it has {(_maps.Count == 0 ? "none" : string.Join(", ", _maps.Keys))}.");

    /// <summary>A map with one value for each key.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="check">What of the types to compare with the map's own; by default each field.</param>
    /// <exception cref="BpfMapException">There is no such map, or it differs from the types; the text names the field and both types.</exception>
    public BpfMap<TKey, TValue> Map<TKey, TValue>(string name, LayoutCheck check = LayoutCheck.Fields) where TKey : unmanaged where TValue : unmanaged =>
        new(FindMap(name), check);

    /// <summary>A map with a value for each key and CPU.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="check">What of the types to compare with the map's own; by default each field.</param>
    /// <exception cref="BpfMapException">There is no such map, or it differs from the types; the text names the field and both types.</exception>
    public PerCpuMap<TKey, TValue> PerCpuMap<TKey, TValue>(string name, LayoutCheck check = LayoutCheck.Fields) where TKey : unmanaged where TValue : unmanaged =>
        new(FindMap(name), check);

    /// <summary>A global variable of the programs.</summary>
    /// <param name="name">Its name in the source.</param>
    /// <param name="check">What of the type to compare with the variable's own; by default each field.</param>
    /// <exception cref="BpfMapException">There is no such variable, there are several, or it differs from the type; the text names the
    /// field and both types.</exception>
    public GlobalVariable<T> Global<T>(string name, LayoutCheck check = LayoutCheck.Fields) where T : unmanaged
    {
        VariableSpec variable = VariableSpec.Find(VariableSpec.In(_maps.Values.Select(m => m.Spec), _types), name, out string? problem)
            ?? throw Differs(problem!);
        if (variable.SizeInBytes != Unsafe.SizeOf<T>())
            throw Differs($"It has {variable.SizeInBytes} bytes, and {typeof(T).Name} has {Unsafe.SizeOf<T>()}.");
        if (check == LayoutCheck.Fields && LayoutComparison.Find(typeof(T), _types!, variable.TypeId) is { } difference)
            throw Differs($"It is laid out in another way than {typeof(T).Name}: {difference}. Mend the type, or open it with {nameof(LayoutCheck)}.{nameof(LayoutCheck.SizeOnly)}.");
        return new(_maps[variable.Map.Name], variable.Offset);

        BpfMapException Differs(string cause) => new("open a global variable", $"variable '{name}'", Errno.None, cause);
    }

    /// <summary>A global variable: a place in the map that holds a data section.</summary>
    /// <param name="map">".data", ".bss" or ".rodata".</param>
    /// <param name="offset">Byte offset in the section.</param>
    /// <exception cref="BpfMapException">There is no such map.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The variable does not lie in the section.</exception>
    public GlobalVariable<T> Global<T>(string map, int offset) where T : unmanaged => new(FindMap(map), offset);

    /// <summary>Opens the reader of a ring buffer map, with its counts if the object has them. The object disposes it too.</summary>
    /// <exception cref="BpfMapException">There is no such map, or it is no ring buffer.</exception>
    public RingReader<T> OpenRing<T>(string name) where T : unmanaged
    {
        LiveMap map = FindMap(name);
        return Own(new RingReader<T>(map, _maps.GetValueOrDefault(name + RingReader<T>.CountsSuffix)));
    }

    /// <summary>Detaches what is attached, then closes readers, programs and maps. A second call does nothing.</summary>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>As <see cref="Dispose()"/>, off the caller's thread: detaching waits for programs that are running.</summary>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return new(Task.Run(Dispose));
    }

    /// <summary>Detaches what is attached. Comes first at disposal, so that programs stop before what they write to goes.</summary>
    protected virtual void Detach()
    {
    }

    /// <summary>Closes everything.</summary>
    /// <param name="isDisposing">False from a finalizer.</param>
    protected virtual void Dispose(bool isDisposing)
    {
        lock (_lock)
        {
            if (_isDisposed) return;
            _isDisposed = true;
        }
        Detach();
        foreach (IDisposable owned in _owned) owned.Dispose();
        foreach (LiveProgram program in _programs.Values) program.Dispose();
        foreach (LiveMap map in _maps.Values) map.Dispose();
    }

    /// <summary>Hands something to the object, which disposes it.</summary>
    /// <exception cref="ObjectDisposedException">The object is disposed; the thing is too, now.</exception>
    protected T Own<T>(T item) where T : IDisposable
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
        throw new ObjectDisposedException(GetType().Name);
    }

    /// <summary>Takes things of a kind back from the object.</summary>
    protected IReadOnlyList<T> Disown<T>() where T : IDisposable
    {
        lock (_lock)
        {
            T[] items = [.. _owned.OfType<T>()];
            _owned.RemoveAll(static owned => owned is T);
            return items;
        }
    }
}
