using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Functions that the kernel calls when a program throws (Linux 6.7): a tag on the program names one.</summary>
/// <remarks>As libbpf does (<c>bpf_prog_assign_exc_cb</c>): nothing in the program calls such a function, and it is laid behind the rest.</remarks>
internal sealed class ExceptionCallbacks
{
    private const string Prefix = "exception_callback:";

    private readonly Dictionary<int, string?> _byProgram = []; // by the BTF id of the program's function

    public ExceptionCallbacks(Btf? types)
    {
        for (int id = 1; types is not null && id < types.Count; id++)
        {
            if (types.KindOf(id) == BtfKind.DeclarationTag && types.NameOf(id).StartsWith(Prefix, StringComparison.Ordinal)
                && types[id] is BtfDeclarationTag { ComponentIndex: -1 } tag)
            {
                // The kernel refuses a program with several, and libbpf then lays out none.
                if (!_byProgram.TryAdd(tag.TargetId, tag.Name[Prefix.Length..]))
                    _byProgram[tag.TargetId] = null;
            }
        }
    }

    /// <summary>The name of the function that is called, or null.</summary>
    /// <param name="functionId">The program's function in the object's BTF.</param>
    public string? Find(int functionId) => _byProgram.GetValueOrDefault(functionId);
}
