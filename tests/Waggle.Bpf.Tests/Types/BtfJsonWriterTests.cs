using System.Diagnostics;
using System.Text.Json;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Tests.Types;

public class BtfJsonWriterTests
{
    [Fact]
    public void Write_RunningKernel_IsWhatBpftoolWrites()
    {
        const string Kernel = "/sys/kernel/btf/vmlinux";
        if (!File.Exists(Kernel))
            Assert.Skip($"this kernel has no {Kernel} (CONFIG_DEBUG_INFO_BTF)");

        Compare(Kernel, Btf.Read(File.ReadAllBytes(Kernel)), 1000);
    }

    [Theory]
    [InlineData("programs")]
    [InlineData("core")]
    public void Write_TypesOfAnObject_IsWhatBpftoolWrites(string source)
    {
        string file = Path.GetTempFileName();
        try
        {
            byte[] compiled = CompiledObjects.Read(source);
            File.WriteAllBytes(file, compiled);

            // bpftool reads the section as it is; the object reader completes it.
            Compare(file, Btf.Read(Waggle.Bpf.Objects.ElfFile.Read(compiled).Find(".BTF")!.Data), 20);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Compare(string file, Btf types, int atLeast)
    {
        using Process bpftool = Tools.Start("bpftool", "-j", "btf", "dump", "file", file);
        using JsonDocument expected = JsonDocument.Parse(bpftool.StandardOutput.BaseStream);
        using var written = new MemoryStream();

        BtfJsonWriter.Write(types, written);

        using JsonDocument actual = JsonDocument.Parse(written.GetBuffer().AsMemory(0, (int)written.Length));
        JsonElement expectedTypes = expected.RootElement.GetProperty("types"), actualTypes = actual.RootElement.GetProperty("types");
        Assert.Equal(expectedTypes.GetArrayLength(), actualTypes.GetArrayLength());
        Assert.True(actualTypes.GetArrayLength() >= atLeast, "bpftool listed next to nothing");
        foreach ((JsonElement a, JsonElement b) in expectedTypes.EnumerateArray().Zip(actualTypes.EnumerateArray()))
        {
            if (!JsonElement.DeepEquals(a, b))
                Assert.Equal(WithoutSigns(a.GetRawText()), WithoutSigns(b.GetRawText()));
        }
    }

    // bpftool prints unsigned 32-bit values that have their highest bit as if it were 64 bits' sign.
    private static string WithoutSigns(string text) => System.Text.RegularExpressions.Regex.Replace(
        text, "\"val\":([0-9]+)", m => $"\"val\":{(uint)ulong.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)}");
}
