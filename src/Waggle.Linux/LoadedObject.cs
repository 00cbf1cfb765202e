using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Linux.Errors;
using Waggle.Linux.Links;
using Waggle.Linux.Maps;
using Waggle.Linux.Programs;

namespace Waggle.Linux;

/// <summary>Programs and maps that live in the kernel. Disposing it detaches, unloads and frees what it owns.</summary>
/// <remarks>Thread-safe, apart from disposal.</remarks>
public sealed class LoadedObject : LiveObject
{
    private readonly IReadOnlyDictionary<string, StructOpsLayout> _operations; // by map

    internal LoadedObject(
        IReadOnlyDictionary<string, KernelProgram> programs, IReadOnlyDictionary<string, KernelMap> maps,
        IReadOnlyDictionary<string, StructOpsLayout> operations, Btf? types, string? typesRefusal) : base(programs.Values, maps.Values, types) =>
        (Programs, Maps, _operations, TypesRefusal) = (programs, maps, operations, typesRefusal);

    /// <summary>Programs by <see cref="ProgramSpec.Name"/>.</summary>
    public IReadOnlyDictionary<string, KernelProgram> Programs { get; }

    /// <summary>Maps by <see cref="MapSpec.Name"/>.</summary>
    public IReadOnlyDictionary<string, KernelMap> Maps { get; }

    /// <summary>Why the kernel refused the object's BTF, which is then loaded without source lines; null if it took it or there is none.</summary>
    public string? TypesRefusal { get; }

    /// <summary>Registers the struct of operations that a map describes, its programs as functions.</summary>
    /// <returns>The registration; disposing it, or the object, takes it back.</returns>
    /// <exception cref="BpfMapException">There is no such map, or it describes no operations.</exception>
    /// <exception cref="BpfAttachException">The kernel refuses: the name is taken, or a member is missing.</exception>
    public StructOpsLink AttachStructOps(string map)
    {
        KernelMap found = (KernelMap)FindMap(map);
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

    /// <summary>Takes a link of one of its programs over, to be disposed with the object.</summary>
    /// <returns>The link. It may be disposed before.</returns>
    /// <exception cref="ObjectDisposedException">The object is disposed; the link is too, now.</exception>
    public TLink Keep<TLink>(TLink link) where TLink : Link => Own(link);

    /// <summary>Detaches what <see cref="AttachAll"/> attached, and other links that it keeps; maps and readers stay. A second call does nothing.</summary>
    /// <remarks>The kernel waits some 50 ms for each static tracepoint until no CPU runs its program; half of that passes for
    /// several at once, which is why this is faster than one link after another.</remarks>
    public void DetachAll()
    {
        IReadOnlyList<Link> links = Disown<Link>();
        if (links.Count == 0) return; // threads are not woken for nothing
        Parallel.ForEach(links, new ParallelOptions { MaxDegreeOfParallelism = links.Count }, static link => link.Dispose());
    }

    /// <inheritdoc/>
    protected override void Detach() => DetachAll();

    private StructOpsLink Register(KernelMap map, StructOpsLayout layout) => StructOpsLink.Attach(
        map.Descriptor, map.Name, map.Spec.StructOps!.TypeName, layout.Fill(Programs), map.Spec.StructOps.IsLink);
}
