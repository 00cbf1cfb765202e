using System.Diagnostics;
using System.Globalization;
using Waggle.Compiler.KernelTests.Programs;
using Waggle.Linux;

namespace Waggle.Compiler.KernelTests;

public class DebugInfoTests
{
    [Fact]
    public void DumpOfALoadedProgram_ShowsItsLinesOfCSharp()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Objects.Compile(typeof(Counting)));

        string dump = BpfTool("prog", "dump", "xlated", "id", loaded.Programs["OnEnterRaw"].Id.ToString(CultureInfo.InvariantCulture), "linum");

        Assert.Contains("OnEnterRaw", dump, StringComparison.Ordinal); // the name is from func_info
        Assert.Contains("; if (id != GetParent || Bpf.CurrentThread != s_thread) return; [file:", dump, StringComparison.Ordinal);
        Assert.Contains("Hooks.cs line_num:", dump, StringComparison.Ordinal);
        Assert.Contains("; MapValue<ulong> count = s_counts.Find(0);", dump, StringComparison.Ordinal);
        Assert.Contains("; if (count.Exists) count.Value++;", dump, StringComparison.Ordinal);
    }

    [Fact]
    public void DumpOfALoadedMap_ShowsItsFields()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Objects.Compile(typeof(Tables)));
        loaded.Map<Tables.Key, Tables.Entry>("hash").Set(new Tables.Key { Process = 5, Cpu = 6 }, new Tables.Entry { Count = 7, Last = 8 });

        string dump = BpfTool("map", "dump", "id", loaded.Maps["hash"].Id.ToString(CultureInfo.InvariantCulture));

        foreach (string part in (string[])["\"Process\": 5", "\"Cpu\": 6", "\"Count\": 7", "\"Last\": 8"]) Assert.Contains(part, dump, StringComparison.Ordinal);
    }

    private static string BpfTool(params string[] arguments)
    {
        ProcessStartInfo start = new("bpftool", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("needs bpftool");
            return "";
        }
    }
}
