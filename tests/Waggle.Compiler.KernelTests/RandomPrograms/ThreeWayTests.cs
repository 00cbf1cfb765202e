using System.Globalization;
using Waggle.Linux;
using Waggle.Linux.Machine;

namespace Waggle.Compiler.KernelTests.RandomPrograms;

/// <summary>Random methods of integers, structs, arrays and loops: plain C#, the VM and the kernel agree.</summary>
/// <remarks>WAGGLE_METHODS says how many; WAGGLE_SEED which are the first. Those of the default are known to agree; other
/// seeds find about one method in a few hundred whose index the verifier can't follow behind a division.</remarks>
public class ThreeWayTests(ITestOutputHelper output)
{
    private const int MethodsPerClass = 25;

    [Fact]
    public void Run_RandomMethods_PlainCSharpVmAndKernelAgree()
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        if (KernelRelease.Number < new Version(6, 18) && Setting("WAGGLE_METHODS", 0) == 0)
            Assert.Skip("older verifiers still refuse a few of these methods: WAGGLE_METHODS=n runs them");
        int methods = Setting("WAGGLE_METHODS", 200), first = Setting("WAGGLE_SEED", 20_000);
        InstructionSetLevel[] levels = KernelRelease.Number < new Version(6, 6)
            ? [InstructionSetLevel.V3, InstructionSetLevel.V2, InstructionSetLevel.V1]
            : [InstructionSetLevel.V3, InstructionSetLevel.V4, InstructionSetLevel.V3, InstructionSetLevel.V1];
        ThreeWay[] checks = [.. levels.Select(level => new ThreeWay(engine, new CompilerOptions { Level = level }))];
        for (int done = 0; done < methods; done += MethodsPerClass)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            int[] seeds = [.. Enumerable.Range(first + done, Math.Min(MethodsPerClass, methods - done))];
            if (checks[done / MethodsPerClass % checks.Length].Check(seeds) is { } complaint) Assert.Fail(complaint);
        }

        int agreed = checks.Sum(c => c.Agreed), large = checks.Sum(c => c.TooLarge), complex = checks.Sum(c => c.TooComplex);
        output.WriteLine($"from seed {first}: {agreed} agreed, {large} need too much stack, {complex} have too many paths");
        Assert.Equal(methods, agreed + large + complex);
        Assert.InRange(agreed, methods * 95 / 100, methods);
        foreach (ThreeWay check in checks) check.Dispose();
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
