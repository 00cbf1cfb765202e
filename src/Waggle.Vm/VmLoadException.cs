using Waggle.Bpf.Errors;

namespace Waggle.Vm;

/// <summary>A program can't be loaded: it is no program, or it wants something that the engine does not have.</summary>
public class VmLoadException : BpfException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="program">Name of the program.</param>
    /// <param name="slot">The instruction; null if the fault is about none.</param>
    /// <param name="cause">What is wrong and what to do, in sentences.</param>
    public VmLoadException(string program, int? slot, string cause)
        : base("load a program", slot is null ? $"program '{program}'" : $"program '{program}', instruction {slot}", Errno.None, cause) =>
        Slot = slot;

    /// <summary>The instruction; null if the fault is about none.</summary>
    public int? Slot { get; }
}
