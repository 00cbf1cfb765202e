namespace Waggle.Testing.KernelTests;

/// <summary>Sample programs are the same as plain C#, in the embedded engine and in the kernel.</summary>
public class SampleTests
{
    public static TheoryData<string> Scenarios => [.. SampleScenarios.All.Select(s => s.Name)];

    [Theory, MemberData(nameof(Scenarios))]
    public void CompareEverywhere_SampleProgram_IsTheSameInAllEngines(string name)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) Assert.Skip("needs root on Linux");
        Scenario scenario = SampleScenarios.All.Single(s => s.Name == name);

        Comparison comparison = BpfTest.CompareEverywhere(scenario.Class, scenario.Try, scenario.ExceptMaps);

        Assert.Equal((TestEngine[])[TestEngine.Plain, TestEngine.Vm, TestEngine.Kernel], comparison.Engines);
    }
}
