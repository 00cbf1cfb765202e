using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Vm.Hooks;

namespace Waggle.Vm.Tests.Hooks;

/// <summary>A hook's context in these tests: programs leave a trace of themselves in it.</summary>
internal struct Visit
{
    public Visit(uint input) => Input = input;

    /// <summary>What programs read.</summary>
    public readonly uint Input;

    /// <summary>What they write: the digits of those that ran, in their order.</summary>
    public uint Trace;
}

/// <summary>An engine with a hook, and programs for it written in assembler.</summary>
internal sealed class TestHook : IDisposable
{
    internal const string Section = "visit";

    internal TestHook(VmExecution execution = VmExecution.Automatic, HookOptions? options = null, int cpuCount = 4, VmSafety safety = VmSafety.Verified)
    {
        Engine = new VmEngine(new VmOptions { Safety = safety, Execution = execution, CpuCount = cpuCount });
        Hook = new HookPoint<Visit>(Engine, Section, options);
    }

    internal VmEngine Engine { get; }

    internal HookPoint<Visit> Hook { get; }

    /// <summary>A program that writes its digit behind those of the programs before, and returns a value.</summary>
    internal VmProgram Digit(int digit, int value = 0) =>
        Load($"r2 = *(u32 *)(r1 + 4)\nr2 *= 10\nr2 += {digit}\n*(u32 *)(r1 + 4) = r2\nr0 = {value}\nexit", $"digit_{digit}");

    /// <summary>A program that reads where it may not.</summary>
    internal VmProgram Faulty() => Load("r2 = 16\nr0 = *(u64 *)(r2 + 0)\nexit", "faulty");

    internal VmProgram Load(string text, string name = "program", string section = Section) =>
        Engine.Load(new BpfObject { Programs = [Spec(text, name, section)] }).Programs[name];

    internal static ProgramSpec Spec(string text, string name = "program", string section = Section)
    {
        AssembledProgram code = Assembler.Assemble(text, HelperNames.Symbols);
        return new() { Name = name, Section = section, Type = ProgramType.Unspecified, Instructions = code.Instructions, MapReferences = [.. code.MapReferences] };
    }

    /// <summary>Calls the hook, and tells which programs ran.</summary>
    internal uint Trace()
    {
        Visit visit = new(0);
        Hook.Run(ref visit);
        return visit.Trace;
    }

    public void Dispose() => Engine.Dispose();
}
