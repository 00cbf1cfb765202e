using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Cli.Lifetime;

namespace Waggle.Cli.Selection;

/// <summary>Object files that programs are run from.</summary>
internal static class ObjectFile
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It is no object, or has no programs.</exception>
    public static BpfObject Read(string file) => Parse(File.ReadAllBytes(file), file);

    /// <summary>Reads bytes.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="InputException">They are no object, or it has no programs.</exception>
    public static BpfObject Parse(byte[] bytes, string name)
    {
        try
        {
            BpfObject obj = ObjectReader.Read(bytes, Path.GetFileName(name).Split('.')[0]);
            return obj.Programs.IsEmpty ? throw new InputException($"{name} holds no programs.") : obj;
        }
        catch (Exception e) when (e is ObjectFormatException or BtfFormatException)
        {
            throw new InputException($"{name}: {e.Message}");
        }
    }

    /// <summary>The program that is meant.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="file">The file, for messages.</param>
    /// <param name="section">Its section, or null.</param>
    /// <param name="program">Its name, or null.</param>
    /// <exception cref="UsageException">It is none, or one of several.</exception>
    public static ProgramSpec Find(BpfObject obj, string file, string? section, string? program)
    {
        ProgramSpec[] found = [.. obj.Programs.Where(p => (section is null || p.Section == section) && (program is null || p.Name == program))];
        if (found is [var only]) return only;
        bool isUnknown = found.Length == 0;
        string list = string.Join(", ", (isUnknown ? [.. obj.Programs] : found).Select(p => p.ToString()));
        throw new UsageException(
            isUnknown ? $"{file} has no program '{program ?? section}'." : $"{file} has {found.Length} programs that may be meant.",
            $"Name one with --program NAME, or --section NAME: {list}");
    }
}
