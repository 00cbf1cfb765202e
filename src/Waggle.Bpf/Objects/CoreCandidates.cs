using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>A type of a kernel or a module that a program's type may stand for.</summary>
/// <param name="Matcher">Follows paths through the types that <paramref name="Id"/> is one of.</param>
/// <param name="Id">The type.</param>
internal readonly record struct CoreCandidate(CoreMatcher Matcher, int Id);

/// <summary>Finds, for each type of an object, the kernel's types that it may stand for: those of the same name, flavours aside, and
/// kind. A module's come in only where the kernel itself has none.</summary>
/// <remarks>As <c>bpf_core_find_cands</c>, tools/lib/bpf/libbpf.c. Lists are kept for the whole object, and a candidate that did not
/// fit one relocation is not asked for the next, where another fitted: so libbpf does it, and the answers have to be the same.</remarks>
internal sealed class CoreCandidates(CoreTypes local, KernelTypes kernel)
{
    private readonly CoreMatcher _kernel = new(local, new(kernel.Kernel));
    private readonly Dictionary<string, CoreMatcher> _modules = new(StringComparer.Ordinal);
    private readonly Dictionary<int, List<CoreCandidate>> _found = [];

    /// <summary>The kernel's own types.</summary>
    public CoreTypes Kernel => _kernel.Kernel;

    /// <summary>Candidates for a type of the object. The caller takes out those that do not fit.</summary>
    public List<CoreCandidate> For(int localId)
    {
        if (!_found.TryGetValue(localId, out List<CoreCandidate>? candidates))
            _found.Add(localId, candidates = Find(local[localId]));
        return candidates;
    }

    private List<CoreCandidate> Find(BtfType type)
    {
        string name = BtfFlavours.EssentialName(type.Name);
        List<CoreCandidate> candidates = [.. Find(_kernel, type, name)];
        if (candidates.Count > 0)
            return candidates;
        foreach (ModuleTypes module in kernel.Modules)
        {
            if (!_modules.TryGetValue(module.Name, out CoreMatcher? matcher))
                _modules.Add(module.Name, matcher = new(local, new(module.Types)));
            candidates.AddRange(Find(matcher, type, name));
        }
        return candidates;
    }

    private static IEnumerable<CoreCandidate> Find(CoreMatcher matcher, BtfType type, string name) => matcher.Kernel.Btf.FindOwnFlavours(name)
        .Where(id => CoreCompatibility.AreOfOneKind(type, matcher.Kernel[id]))
        .Select(id => new CoreCandidate(matcher, id));
}
