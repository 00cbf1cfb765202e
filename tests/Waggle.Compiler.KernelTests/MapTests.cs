using Waggle.Compiler.KernelTests.Programs;
using Waggle.Linux;

namespace Waggle.Compiler.KernelTests;

public class MapTests
{
    [Theory]
    [InlineData(1UL, 2UL)]
    [InlineData(0xffff_ffff_ffffUL, 0UL)]
    public void Run_EveryOperationOnMaps_DoesWhatItsNameSays(ulong a, ulong b)
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        using LoadedObject loaded = engine.Load(Objects.Compile(typeof(Tables)));

        loaded.Programs["Use"].Run((byte[])[.. BitConverter.GetBytes(a), .. BitConverter.GetBytes(b)]);

        Assert.Equal(511UL, loaded.Global<ulong>("result").Value);
        Assert.Equal(a, loaded.Map<uint, ulong>("recent")[(uint)b]);
    }
}
