using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Views;

namespace Waggle.Cli.Commands;

/// <summary>The programs of files, and of the objects in folders, one after the other.</summary>
/// <param name="paths">Files and folders.</param>
/// <param name="section">Programs of this section only; null for all.</param>
/// <param name="error">Where files are named that can't be read.</param>
internal sealed class CheckFiles(IReadOnlyList<string> paths, string? section, TextWriter error)
{
    /// <summary>The files, those of a folder in order of name.</summary>
    /// <exception cref="InputException">A folder has none.</exception>
    public IReadOnlyList<string> List()
    {
        List<string> files = [];
        foreach (string path in paths)
        {
            if (!Directory.Exists(path))
            {
                files.Add(path);
                continue;
            }

            string[] found = Directory.GetFiles(path, "*.o", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true });
            if (found.Length == 0) throw new InputException($"{path} holds no object files (*.o).");
            Array.Sort(found, StringComparer.Ordinal);
            files.AddRange(found);
        }
        return files;
    }

    /// <summary>Whether a file could not be read, or has no programs, among those that were gone through.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>How many programs were found among those that were gone through.</summary>
    public int Count { get; private set; }

    /// <summary>The programs of files: one broken file must not keep the others from being checked.</summary>
    public IEnumerable<(string File, BpfObject Object, ProgramSpec Program)> Read(IEnumerable<string> files)
    {
        foreach (string file in files)
        {
            if (TryRead(file) is not { } obj)
            {
                HasFailed = true;
                continue;
            }

            foreach (ProgramSpec program in obj.Programs)
            {
                if (section is not null && program.Section != section) continue;
                Count++;
                yield return (file, obj, program);
            }
        }
    }

    private BpfObject? TryRead(string file)
    {
        try
        {
            BpfObject obj = ObjectReader.Read(File.ReadAllBytes(file));
            if (!obj.Programs.IsEmpty) return obj;
            error.WriteLine(SafeText.Clean($"waggle: {file} holds no programs."));
        }
        catch (Exception e) when (e is ObjectFormatException or BtfFormatException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine(SafeText.Clean($"waggle: {file}: {e.Message}"));
        }

        return null;
    }
}
