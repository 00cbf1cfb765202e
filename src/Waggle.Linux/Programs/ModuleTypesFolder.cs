using System.Collections.Concurrent;
using System.Collections.Immutable;
using Waggle.Bpf.Types;

namespace Waggle.Linux.Programs;

/// <summary>Reads the types of modules from a folder such as /sys/kernel/btf, in which each file is named after its module.</summary>
/// <remarks>What was read is kept as long as the file stays the same. Thread-safe.</remarks>
internal sealed class ModuleTypesFolder(string folder, Btf kernel)
{
    private const string Kernel = "vmlinux";

    private readonly ConcurrentDictionary<string, Entry> _read = new(StringComparer.Ordinal);

    /// <summary>Reads all modules; one that can't be read is told of and stops no other.</summary>
    public ModuleTypesList Read()
    {
        var modules = ImmutableArray.CreateBuilder<ModuleTypes>();
        var problems = ImmutableArray.CreateBuilder<ModuleTypesProblem>();
        foreach (FileInfo file in Files())
        {
            Entry entry = Read(file);
            if (entry.Module is not null)
                modules.Add(entry.Module);
            else if (entry.Problem is not null)
                problems.Add(entry.Problem);
        }
        return new ModuleTypesList(modules.ToImmutable(), problems.ToImmutable());
    }

    private IEnumerable<FileInfo> Files()
    {
        try
        {
            return [.. new DirectoryInfo(folder).GetFiles().Where(f => f.Name != Kernel).OrderBy(f => f.Name, StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private Entry Read(FileInfo file)
    {
        (long, DateTime) version = (file.Exists ? file.Length : 0, file.LastWriteTimeUtc);
        if (_read.TryGetValue(file.Name, out Entry? known) && known.Version == version)
            return known;
        Entry entry = ReadAnew(file, version);
        _read[file.Name] = entry;
        return entry;
    }

    private Entry ReadAnew(FileInfo file, (long, DateTime) version)
    {
        try
        {
            return new Entry(version, new ModuleTypes(file.Name, Btf.Read(File.ReadAllBytes(file.FullName), kernel)), null);
        }
        catch (FileNotFoundException) // the module was removed meanwhile
        {
            return new Entry(version, null, null);
        }
        catch (Exception error) when (error is BtfFormatException or IOException or UnauthorizedAccessException)
        {
            return new Entry(version, null, new ModuleTypesProblem(file.Name, $"The types of module '{file.Name}' can't be used: {error.Message}", error));
        }
    }

    private sealed record Entry((long Length, DateTime Written) Version, ModuleTypes? Module, ModuleTypesProblem? Problem);
}
