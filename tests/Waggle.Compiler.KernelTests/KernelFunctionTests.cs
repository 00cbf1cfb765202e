using Waggle.Bpf.Errors;
using Waggle.Compiler.KernelTests.Programs;
using Waggle.Linux;
using Waggle.Linux.Machine;

namespace Waggle.Compiler.KernelTests;

/// <summary>Calls of functions of the kernel, found by name when the object is loaded.</summary>
public class KernelFunctionTests
{
    [Theory]
    [InlineData(0, 1_000_000, 499_999_500_000UL)] // more rounds than the verifier would follow one by one
    [InlineData(5, 5, 0UL)]
    [InlineData(40, 43, 123UL)]
    public void Run_IteratorOfNumbers_GivesEachOnce(long from, long to, ulong sum)
    {
        Assert.SkipWhen(KernelRelease.Number < new Version(6, 4), "Iterators of numbers came with Linux 6.4.");
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Objects.Compile(typeof(Iterators)));

        loaded.Programs["SumOfNumbers"].Run((byte[])[.. BitConverter.GetBytes(from), .. BitConverter.GetBytes(to)]);

        Assert.Equal(sum, loaded.Global<ulong>("result").Value);
    }

    [Fact]
    public void Load_FunctionThatNoKernelHas_IsNamed()
    {
        var error = Assert.ThrowsAny<BpfException>(() => KernelAccess.RequireEngine().Load(Objects.Compile(typeof(MissingFunction))));

        Assert.Contains("bpf_of_no_kernel_at_all", error.Message, StringComparison.Ordinal);
    }
}
