using Waggle.Bpf.Errors;
using Waggle.Linux;
using Waggle.Linux.Errors;
using Waggle.Vm.Tests.Helpers;

namespace Waggle.Vm.KernelTests.Helpers;

/// <summary>The same programs in the kernel and in the embedded engine: the same results, and the same packet.</summary>
public class HelperAgreementTests
{
    public static IEnumerable<TheoryDataRow<string>> Groups => HelperCases.All.Keys.Select(GroupOf).Distinct().Select(group => new TheoryDataRow<string>(group));

    [Theory, MemberData(nameof(Groups))]
    public void Run_EveryCaseOfAHelper_LeavesWhatTheKernelLeaves(string group)
    {
        KernelEngine kernel = KernelAccess.RequireEngine();
        List<string> differences = [], refused = [];
        int run = 0;

        foreach (HelperCase each in HelperCases.All.Values.Where(c => GroupOf(c.Name) == group))
        {
            if (Environment.OSVersion.Version < each.Since)
            {
                refused.Add($"{each.Name}: it had other results before Linux {each.Since}");
                continue;
            }

            HelperOutcome expected;
            try
            {
                expected = each.RunOn(kernel);
            }
            catch (Exception e) when (e is VerifierException or BpfException)
            {
                refused.Add($"{each.Name}: {(e as VerifierException)?.Verdict ?? e.Message}");
                continue;
            }

            run++;
            foreach (VmExecution execution in new[] { VmExecution.Interpreter, VmExecution.Jit })
            {
                using VmEngine engine = new(new VmOptions { Execution = execution, CpuCount = 1 });
                string actual = Describe(() => each.RunOn(engine).ToString());
                if (actual != expected.ToString()) differences.Add($"{each.Name} ({execution}):\n  kernel {expected}\n  engine {actual}");
            }
        }

        foreach (string line in refused) TestContext.Current.TestOutputHelper?.WriteLine($"not compared: {line}");
        Assert.True(differences.Count == 0, string.Join('\n', differences));
        if (run == 0) Assert.Skip($"nothing of {group} can be compared with this kernel: {refused.FirstOrDefault()}");
    }

    private static string Describe(Func<string> run)
    {
        try
        {
            return run();
        }
        catch (Exception e) when (e is BpfException or VmFaultException)
        {
            return e.Message;
        }
    }

    private static string GroupOf(string name) => name.Split(' ')[0];
}
