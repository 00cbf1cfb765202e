using Waggle.Bpf.Objects;

namespace Waggle.Bpf.Tests.Objects;

/// <summary>Global variables of an object, as clang lays them out.</summary>
public class BpfObjectTests
{
    [Fact]
    public void GetGlobal_OfEachDataSection_IsWhatTheSourceSays()
    {
        BpfObject read = ObjectReader.Read(CompiledObjects.Read("engine"));

        Assert.Equal(3U, read.GetGlobal<uint>("step"));
        Assert.Equal(0UL, read.GetGlobal<ulong>("total"));
        Assert.Equal(0, read.GetGlobal<int>("only_thread"));
    }

    [Fact]
    public void SetGlobal_OfEachDataSection_IsInTheFileThatIsWritten()
    {
        BpfObject read = ObjectReader.Read(CompiledObjects.Read("engine"));

        read.SetGlobal("step", 7U);            // .data
        read.SetGlobal("total", ulong.MaxValue); // .bss
        read.SetGlobal("only_thread", -4);     // .rodata
        BpfObject again = ObjectReader.Read(ObjectWriter.Write(read));

        Assert.Equal((7U, ulong.MaxValue, -4), (again.GetGlobal<uint>("step"), again.GetGlobal<ulong>("total"), again.GetGlobal<int>("only_thread")));
        Assert.Equal(0L, again.GetGlobal<long>("system_call")); // beside it
    }

    [Fact]
    public void SetGlobal_NameOrSizeThatDiffers_SaysWhatThereIs()
    {
        BpfObject read = ObjectReader.Read(CompiledObjects.Read("engine"));

        Assert.Contains("step", Assert.Throws<ArgumentException>(() => read.SetGlobal("absent", 1)).Message, StringComparison.Ordinal);
        Assert.Contains("4 bytes", Assert.Throws<ArgumentException>(() => read.SetGlobal("step", 1L)).Message, StringComparison.Ordinal);
        Assert.Contains("no global variables", Assert.Throws<ArgumentException>(() => new BpfObject().SetGlobal("step", 1)).Message, StringComparison.Ordinal);
    }
}
