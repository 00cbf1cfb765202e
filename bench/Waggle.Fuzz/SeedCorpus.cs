using System.Diagnostics;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;

namespace Waggle.Fuzz;

/// <summary>Real inputs: what clang compiles in both byte orders, what our own writer makes of it, and types of every kind.</summary>
internal static class SeedCorpus
{
    private const string Programs = "tests/data/c";

    public static IReadOnlyList<Seed> Collect(IReadOnlyList<string> sources)
    {
        List<Seed> seeds = [];
        foreach (string source in sources.Count > 0 ? sources : [.. Directory.GetFiles(Programs, "*.bpf.c").Order(StringComparer.Ordinal)])
        {
            string name = Path.GetFileName(source);
            if (!source.EndsWith(".c", StringComparison.Ordinal))
            {
                AddObject(seeds, name, File.ReadAllBytes(source));
                continue;
            }
            AddObject(seeds, name, Compile(source, "bpf"));
            AddObject(seeds, $"{name}, big endian", Compile(source, "bpfeb"));
        }
        Btf types = EveryKind.Build(new BtfBuilder());
        seeds.Add(Of("every kind", SeedForm.Btf, types.Bytes));
        seeds.Add(Of("every kind, split", SeedForm.SplitBtf, EveryKind.Build(BtfBuilder.OnTopOf(ReadingTargets.Base)).Bytes));
        return seeds;
    }

    private static void AddObject(List<Seed> seeds, string name, byte[] bytes)
    {
        seeds.Add(new(name, SeedForm.Object, bytes, FieldFinder.OfElf(bytes)));
        BpfObject read;
        try
        {
            read = ObjectReader.Read(bytes);
        }
        catch (ObjectFormatException) // uses what is not supported: still a seed, but there is nothing to write
        {
            return;
        }
        byte[] written = ObjectWriter.Write(read);
        seeds.Add(new($"{name}, written again", SeedForm.Object, written, FieldFinder.OfElf(written)));
        if (read.Btf is { } types)
            seeds.Add(Of($"{name}, its types", SeedForm.Btf, types.Bytes));
    }

    private static Seed Of(string name, SeedForm form, ReadOnlyMemory<byte> memory)
    {
        byte[] bytes = memory.ToArray();
        return new(name, form, bytes, FieldFinder.OfBtf(bytes));
    }

    private static byte[] Compile(string source, string target)
    {
        string output = Path.GetTempFileName();
        try
        {
            using Process clang = Process.Start(
                "clang-19", ["-g", "-O2", "-target", target, "-mcpu=v3", "-idirafter", "/usr/include/x86_64-linux-gnu", "-c", source, "-o", output]);
            clang.WaitForExit();
            return clang.ExitCode == 0 ? File.ReadAllBytes(output) : throw new InvalidOperationException($"clang-19 does not compile {source}.");
        }
        finally
        {
            File.Delete(output);
        }
    }
}
