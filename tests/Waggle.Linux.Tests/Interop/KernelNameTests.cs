using System.Text;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Tests.Interop;

public class KernelNameTests
{
    [Theory]
    [InlineData("events", "events")]
    [InlineData(".rodata", ".rodata")]
    [InlineData("exactly15chars_", "exactly15chars_")]
    [InlineData("sixteen_chars_xx", "sixteen_chars_x")]
    [InlineData("List<int>", "List_int_")]
    [InlineData("größe", "gr__e")]
    public void From_Name_IsWhatTheKernelTakes(string name, string expected)
    {
        KernelName result = KernelName.From(name);

        ReadOnlySpan<byte> bytes = result;
        Assert.Equal(KernelName.Length, bytes.Length);
        Assert.Equal(expected, Encoding.ASCII.GetString(bytes[..bytes.IndexOf((byte)0)]));
    }
}
