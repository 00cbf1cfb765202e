using System.Globalization;
using Waggle.Compiler.KernelTests.Programs;
using Waggle.Linux;

namespace Waggle.Compiler.KernelTests;

public class KernelReadTests
{
    [Theory]
    [InlineData("ByLoad")]
    [InlineData("ByHelper")]
    public void Run_ReadsOfTheCurrentTask_MatchProc(string program)
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        using LoadedObject loaded = engine.Load(Objects.Compile(typeof(TaskReads)));
        string comm = File.ReadAllText($"/proc/self/task/{SystemCalls.GetThread()}/comm").TrimEnd('\n');

        loaded.Programs[program].Run(new byte[16]);

        TaskReads.TaskFacts facts = loaded.Global<TaskReads.TaskFacts>("facts").Value;
        Assert.Equal(Environment.ProcessId, facts.Process);
        Assert.Equal(SystemCalls.GetThread(), facts.Thread);
        Assert.Equal(SystemCalls.GetParent(), facts.Parent);
        Assert.Equal(comm, facts.Comm.ToString());
        Assert.Equal((byte)comm[0], facts.FirstLetter);
        Assert.Equal((byte)comm[2], facts.ThirdLetter);
        Assert.Equal(0, facts.IsNull);
        Assert.Equal(StartOfThisProcessInTicks(), facts.Start / 10_000_000);
    }

    [Fact]
    public void Compile_ReadsOfATypedPointer_CallNoHelper()
    {
        Bpf.Objects.ProgramSpec direct = Objects.Compile(typeof(TaskReads)).Programs.Single(p => p.Name == "ByLoad");

        // One call for the task and one for the 16 bytes of its name; the rest are loads.
        int[] calls = [.. direct.Instructions.Where(i => i.Opcode.Value == 0x85).Select(i => i.Immediate)];
        Assert.Equal([158, 113], calls);
    }

    /// <summary>Field 22 of /proc/self/stat, in hundredths of a second since boot; the name in field 2 may hold blanks.</summary>
    private static ulong StartOfThisProcessInTicks()
    {
        string stat = File.ReadAllText("/proc/self/stat");
        string[] afterName = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return ulong.Parse(afterName[19], CultureInfo.InvariantCulture);
    }
}
