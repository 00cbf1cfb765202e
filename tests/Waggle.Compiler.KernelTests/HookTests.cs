using Waggle.Compiler.KernelTests.Programs;
using Waggle.Linux;
using Waggle.Linux.Links;

namespace Waggle.Compiler.KernelTests;

public class HookTests
{
    private const int Calls = 500;

    [Theory]
    [InlineData("OnEnterRaw")]
    [InlineData("OnEnterTyped")]
    [InlineData("OnEnterRecord")]
    public void Attach_CountingProgram_CountsExactlyTheCallsOfItsThread(string program)
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        using LoadedObject loaded = engine.Load(Objects.Compile(typeof(Counting)), new LoadOptions { Select = p => p.Name == program });
        loaded.Global<int>("thread").Value = SystemCalls.GetThread();

        SystemCalls.GetParent(3);
        using (Link link = loaded.Programs[program].Attach()) SystemCalls.GetParent(Calls);
        SystemCalls.GetParent(3);

        Assert.Equal((ulong)Calls, loaded.Map<uint, ulong>("counts")[0]);
    }
}
