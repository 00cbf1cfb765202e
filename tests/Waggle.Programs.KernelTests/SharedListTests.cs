using Samples.Programs;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Maps;
using Waggle.Compiler;
using Waggle.Linux;

namespace Waggle.Programs.KernelTests;

/// <summary>A list that a program built in an arena, walked here by its own pointers.</summary>
public class SharedListTests
{
    [Fact]
    public void Push_SeveralTimes_UserSpaceWalksTheSameList()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) Assert.Skip("needs root on Linux");
        if (Environment.OSVersion.Version < new Version(6, 9)) Assert.Skip("arenas came with Linux 6.9");
        using LoadedObject loaded = KernelEngine.Create().Load(BpfCompiler.Compile(typeof(SharedList)));
        var memory = new ArenaMap(loaded.Maps["memory"]);

        for (int i = 0; i < 3; i++) Assert.Equal(1U, Run(loaded, "Push"));
        memory.Follow<Entry>(loaded.Global<ulong>("first", LayoutCheck.SizeOnly).Value).Value = 1000; // the program sees what is written here
        Assert.Equal(3U, Run(loaded, "Sum"));

        List<ulong> values = [];
        for (ulong at = loaded.Global<ulong>("first", LayoutCheck.SizeOnly).Value; at != 0;)
        {
            Entry entry = memory.Follow<Entry>(at);
            values.Add(entry.Value);
            at = entry.Next.Address;
        }

        Assert.Equal(3, values.Count);
        Assert.Equal(1000UL, values[0]);
        Assert.Equal(values.Aggregate((a, b) => a + b), loaded.Global<ulong>("sum").Value);
    }

    private static uint Run(LoadedObject loaded, string program) => loaded.Programs[program].Run(new ProgramRun()).ReturnValue;
}
