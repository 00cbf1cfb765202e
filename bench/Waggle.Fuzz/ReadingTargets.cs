using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;

namespace Waggle.Fuzz;

/// <summary>Reads an input as a user would, and then uses all that was read. Only the exceptions that the documentation names may come out.</summary>
internal static class ReadingTargets
{
    /// <summary>What split types stand on, and the kernel that relocations are resolved against.</summary>
    public static Btf Base { get; } = EveryKind.Build(new BtfBuilder());

    /// <returns>Whether it was read, rather than refused.</returns>
    public static bool Run(SeedForm form, ReadOnlyMemory<byte> input)
    {
        try
        {
            switch (form)
            {
                case SeedForm.Object:
                    Use(ObjectReader.Read(input));
                    break;
                case SeedForm.Btf:
                    Use(Btf.Read(input));
                    break;
                case SeedForm.SplitBtf:
                    Use(Btf.Read(input, Base));
                    break;
            }
            return true;
        }
        catch (Exception error) when (error is ObjectFormatException or BtfFormatException)
        {
            return false;
        }
    }

    private static void Use(BpfObject read)
    {
        if (read.Btf is not { } types)
            return;
        Use(types);
        var target = new CoreTarget(types, new KernelTypes(types));
        foreach (ProgramSpec program in read.Programs)
        {
            try
            {
                foreach (CoreFailure failure in target.Resolve(program).Unresolved)
                    _ = failure.ToString();
            }
            catch (Exception error) when (error is CoreRelocationException or BtfFormatException)
            {
            }
        }
    }

    private static void Use(Btf types)
    {
        types.FindAll("thing");
        for (int id = types.FirstOwnId; id < types.Count; id++)
        {
            try
            {
                _ = types[id];
                if (types[types.SkipModifiers(id)] is not (BtfVoid or BtfFunction or BtfFunctionPrototype or BtfForward or BtfDeclarationTag))
                    types.SizeOf(id); // of those it would be an exception each time, which is slow and teaches nothing
            }
            catch (BtfFormatException) // one type that is wrong, or has no size, spoils no other
            {
            }
        }
    }
}
