using Waggle.Bpf.Tests;

namespace Waggle.Bpf.KernelTests.Objects;

/// <summary>Loads objects with libbpf, the library that defines what an object means, through bpftool.</summary>
/// <remarks>Nothing is attached. Programs are pinned in a file system of a mount namespace of its own: both, and with them the programs,
/// go when the command ends.</remarks>
internal static class Libbpf
{
    private const string Marker = "=== program ";

    public static void SkipUnlessUsable()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("needs root to load programs");
        Tools.SkipWithout("bpftool");
        Tools.SkipWithout("unshare");
    }

    /// <summary>Loads all programs of an object.</summary>
    /// <returns>libbpf's debug log, and of each program what the kernel holds: its instructions with their source lines.</returns>
    public static (string Log, Dictionary<string, string> Programs) Load(byte[] file, IEnumerable<string> programs)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            string path = Path.Combine(folder.FullName, "object.o"), pins = Directory.CreateDirectory(Path.Combine(folder.FullName, "pins")).FullName;
            File.WriteAllBytes(path, file);
            string bpftool = Tools.Find("bpftool")!;
            IEnumerable<string> dumps = programs.Select(p => $"echo '{Marker}{p}'; {bpftool} prog dump xlated pinned {pins}/all/{p} linum");
            string output = Tools.Run("unshare", "-m", "sh", "-c",
                $"set -e; mount -t bpf bpf {pins}; mount -t bpf bpf /sys/fs/bpf; {bpftool} -d prog loadall {path} {pins}/all 2>&1; {string.Join("; ", dumps)}");

            string[] parts = output.Split(Marker);
            return (parts[0], parts.Skip(1).Select(p => p.Split('\n', 2)).ToDictionary(p => p[0], p => p[1]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
