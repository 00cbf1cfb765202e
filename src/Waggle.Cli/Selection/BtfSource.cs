using System.Globalization;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Cli.Lifetime;
using Waggle.Linux;
using Waggle.Linux.Inspection;

namespace Waggle.Cli.Selection;

/// <summary>Types by what was named: "vmlinux", "id 5", an object file or a file of raw BTF.</summary>
internal static class BtfSource
{
    public const string Forms = "vmlinux, id N, an object file, or a file of raw BTF such as /sys/kernel/btf/vmlinux.";

    private static ReadOnlySpan<byte> ElfMagic => [0x7f, (byte)'E', (byte)'L', (byte)'F'];

    /// <exception cref="InputException">The file has no types, or they are damaged.</exception>
    public static Btf Read(IReadOnlyList<string> words)
    {
        string what = words[^1];
        try
        {
            if (words is ["vmlinux"]) return KernelEngine.Create().KernelBtf;
            if (words is ["file", _] || words.Count == 1 && !uint.TryParse(what, NumberStyles.None, CultureInfo.InvariantCulture, out _)) return ReadFile(what);
            uint id = ParseId(words);
            return KernelInventory.ReadBtf(id) ?? throw ObjectSelector.NotThere("BTF object", id);
        }
        catch (Exception e) when (e is ObjectFormatException or BtfFormatException)
        {
            throw new InputException($"{what}: {e.Message}");
        }
    }

    public static uint ParseId(IReadOnlyList<string> words) =>
        (words is ["id", _] or [_]) && uint.TryParse(words[^1], NumberStyles.None, CultureInfo.InvariantCulture, out uint id)
            ? id
            : throw new UsageException($"'{string.Join(' ', words)}' is no BTF object.", "Name it by its number: id 1 ('waggle btf list' shows them).");

    private static Btf ReadFile(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        return bytes.AsSpan().StartsWith(ElfMagic)
            ? ObjectReader.Read(bytes).Btf ?? throw new InputException($"{file} has no types: compile it with -g.")
            : Btf.Read(bytes);
    }
}
