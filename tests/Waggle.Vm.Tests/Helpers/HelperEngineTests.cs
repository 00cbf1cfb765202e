using Waggle.Bpf.Catalog;

namespace Waggle.Vm.Tests.Helpers;

/// <summary>Interpreter and compiler give the same for each case that is also compared with the kernel.</summary>
public class HelperEngineTests
{
    [Fact]
    public void Run_EveryCase_IsTheSameInterpretedAndCompiled()
    {
        using VmEngine interpreter = new(new VmOptions { Execution = VmExecution.Interpreter, CpuCount = 1 });
        using VmEngine compiler = new(new VmOptions { Execution = VmExecution.Jit, CpuCount = 1 });

        List<string> differences = [];
        foreach (HelperCase each in HelperCases.All.Values)
        {
            string first = Describe(each, interpreter), second = Describe(each, compiler);
            if (first != second) differences.Add($"{each.Name}:\n  interpreted {first}\n  compiled {second}");
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.InRange(HelperCases.All.Count, 700, int.MaxValue);
    }

    [Theory]
    [InlineData(2, 1, 0)]
    [InlineData(2, 2, 3)]
    [InlineData(10, 1, 3)]
    public void FibLookup_HostThatKnowsRoutes_GivesItsAnswer(int family, int flags, long expected)
    {
        foreach (VmExecution execution in new[] { VmExecution.Interpreter, VmExecution.Jit })
        {
            using VmEngine engine = new(new VmOptions { Execution = execution, Host = new FakeHost() });
            HelperCase lookup = new("bpf_fib_lookup", ProgramType.Xdp, HelperText.Expand(
                $"r0 = {family}\nresult r2 64\n*(u64 *)(r2 +0) = r0\nctx r1\nresult r2 64\nr3 = 64\nr4 = {flags}\ncall bpf_fib_lookup\nsave 0\nr0 = 0\nexit\n"))
            { Packet = Samples.IPv4 };

            HelperOutcome outcome = lookup.RunOn(engine);

            Assert.Equal((expected, 9), (outcome[0], outcome[9]));
        }
    }

    private static string Describe(HelperCase each, VmEngine engine)
    {
        try
        {
            return each.RunOn(engine).ToString();
        }
        catch (VmFaultException e)
        {
            return e.Message;
        }
    }
}
