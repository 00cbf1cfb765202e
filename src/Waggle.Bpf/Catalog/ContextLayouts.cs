namespace Waggle.Bpf.Catalog;

/// <summary>The contexts of all types of program, as Linux 6.18 has them on x86-64.</summary>
/// <remarks>Immutable and thread-safe. Programs that BTF gives their context (tracing, LSM, struct_ops) and extensions have none here: it is
/// the arguments of the function that they are attached to. Older kernels lack fields at the end of <c>__sk_buff</c> and
/// <c>bpf_sock_ops</c> and know some narrow reads less; a field that both have is where it is here.</remarks>
public static class ContextLayouts
{
    /// <summary>All layouts.</summary>
    public static IReadOnlyList<ContextLayout> All => ContextLayoutRows.Rows;

    /// <summary>The context of a type of program.</summary>
    /// <returns>Null if it depends on what a program is attached to.</returns>
    public static ContextLayout? Of(ProgramType type)
    {
        foreach (ContextLayout layout in ContextLayoutRows.Rows)
        {
            if (layout.Types.Contains(type)) return layout;
        }
        return null;
    }
}
