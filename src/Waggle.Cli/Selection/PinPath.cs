using Waggle.Cli.Lifetime;
using Waggle.Linux.Pins;

namespace Waggle.Cli.Selection;

/// <summary>Paths on a BPF file system.</summary>
internal static class PinPath
{
    /// <summary>Takes the last word off, which is the path.</summary>
    public static (IReadOnlyList<string> Words, string Path) SplitOff(IReadOnlyList<string> words)
    {
        if (words.Count >= 2 && words[^1].Contains('/', StringComparison.Ordinal)) return ([.. words.SkipLast(1)], words[^1]);
        throw new UsageException("The path to pin at is missing.", "Write it behind the object: id 5 /sys/fs/bpf/mine");
    }

    public static void Use(string path, Action<PinFolder, string> use) => ObjectSelector.FromPin(path, (folder, name) =>
    {
        use(folder, name);
        return true;
    });

    /// <summary>Takes a name away.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static void Remove(string path)
    {
        if (!ObjectSelector.FromPin(path, (folder, name) => folder.Unpin(name))) throw new InputException($"There is no pin {path}.");
    }
}
