using System.Text.Json;
using Waggle.Linux.KernelTests;

namespace Waggle.Cli.KernelTests;

public class BuildTests
{
    [Fact]
    public void Build_Sample_IsLoadedByBpftoolWhoseDumpShowsTheCSharp()
    {
        KernelAccess.Require();
        using TestPins pins = new();
        string file = pins.Write("exec.bpf.o", []);
        string folder = Path.Combine(pins.Path, "exec"), pinned = Path.Combine(folder, "OnExec"); // bpftool mounts over the parent of a folder that is there
        CommandLine.Result built = CommandLine.Run("build", typeof(Samples.ExecWatch).Assembly.Location, "-o", file);
        Assert.Equal((0, ""), (built.ExitCode, built.Error));

        Bpftool.Run("prog", "loadall", file, folder);

        Assert.Equal("tracepoint", Bpftool.Run("prog", "show", "pinned", pinned).GetProperty("type").GetString());
        JsonElement[] lines = [.. Bpftool.Run("prog", "dump", "xlated", "pinned", pinned, "linum").EnumerateArray().Where(i => i.TryGetProperty("src", out _))];
        Assert.Contains(lines, l => l.GetProperty("src").GetString() == "started.Process = Bpf.CurrentProcess;");
        Assert.All(lines, l => Assert.EndsWith("ExecWatch.cs", l.GetProperty("file").GetString(), StringComparison.Ordinal));
    }
}
