using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Maps;

namespace Waggle.Vm.Execution;

/// <summary>A context that the application defines by a struct.</summary>
/// <param name="Type">The struct.</param>
/// <param name="Shape">What programs may do with it: read all of it, write what is not <c>readonly</c>.</param>
/// <param name="Layout">The same for the verifier.</param>
/// <remarks>Immutable. One for each struct, so that programs for the same struct can tail call one another.</remarks>
internal sealed record StructContext(Type Type, ContextShape Shape, ContextLayout Layout)
{
    /// <summary>Most bytes of a context: those that an instruction's offset reaches.</summary>
    internal const int MaximumSize = 1 << 15;

    /// <summary>The context that a struct defines.</summary>
    /// <exception cref="ArgumentException">The struct is too large.</exception>
    internal static StructContext Of<TContext>() where TContext : unmanaged
    {
        if (Unsafe.SizeOf<TContext>() > MaximumSize)
            throw new ArgumentException($"{typeof(TContext).Name} has {Unsafe.SizeOf<TContext>()} bytes, and a context at most {MaximumSize}: put the rest into a map.");
        return Known<TContext>.Context;
    }

    private static StructContext Make<TContext>() where TContext : unmanaged
    {
        bool[] isWritable = new bool[Unsafe.SizeOf<TContext>()];
        foreach (LayoutField field in ManagedLayout.Of(typeof(TContext)))
        {
            if (!field.IsReadOnly) isWritable.AsSpan(field.Offset, field.Size).Fill(true);
        }

        return new(typeof(TContext), ContextShape.Plain(isWritable), LayoutOf(typeof(TContext).Name, isWritable));
    }

    private static ContextLayout LayoutOf(string name, ReadOnlySpan<bool> isWritable)
    {
        var fields = ImmutableArray.CreateBuilder<ContextField>();
        for (int start = 0; start < isWritable.Length;)
        {
            int length = isWritable[start..].IndexOf(!isWritable[start]);
            if (length < 0) length = isWritable.Length - start;
            fields.Add(new ContextField("", start, length, AccessSizes.All, isWritable[start] ? AccessSizes.All : AccessSizes.None));
            start += length;
        }

        return new ContextLayout(name, isWritable.Length, default, fields.ToImmutable());
    }

    private static class Known<TContext> where TContext : unmanaged
    {
        internal static readonly StructContext Context = Make<TContext>();
    }
}
