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
