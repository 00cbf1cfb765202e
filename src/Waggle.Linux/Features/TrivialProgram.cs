using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Linux.Interop;
using Waggle.Linux.Programs;

namespace Waggle.Linux.Features;

/// <summary>The smallest program there is, <c>return 0</c>, to see whether the kernel takes a type of program.</summary>
internal static class TrivialProgram
{
    /// <summary>Loads it.</summary>
    /// <exception cref="Bpf.Errors.BpfException">The kernel does not take it.</exception>
    public static SafeDescriptor Load(ProgramSpec spec, uint attachBtfId = 0) =>
        ProgramLoading.Load(spec, ProgramImage.Link(spec, new Dictionary<string, Maps.KernelMap>()), "Dual MIT/GPL", attachBtfId,
            debugInfo: null, VerifierLogLevel.None, out _);

    /// <summary>Describes it.</summary>
    public static ProgramSpec Describe(string section, ProgramType type, uint attachType = 0, bool isSleepable = false) => new()
    {
        Name = "waggle_probe",
        Section = section,
        Type = type,
        ExpectedAttachType = attachType,
        IsSleepable = isSleepable,
        Instructions = [Instruction.Move(Register.R0, 0), Instruction.Exit],
    };
}
