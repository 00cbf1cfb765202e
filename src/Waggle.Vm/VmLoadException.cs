namespace Waggle.Vm;

/// <summary>A program can't be loaded: it is no program, or it wants something that the engine does not have.</summary>
public sealed class VmLoadException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="program">Name of the program.</param>
    /// <param name="slot">The instruction; null if the fault is about none.</param>
    /// <param name="reason">What is wrong and what to do, in sentences.</param>
    public VmLoadException(string program, int? slot, string reason)
        : base($"Can't load program '{program}'{(slot is null ? "" : $", instruction {slot}")}: {reason}") =>
        (Program, Slot, Reason) = (program, slot, reason);

    /// <summary>Name of the program.</summary>
    public string Program { get; }

    /// <summary>The instruction; null if the fault is about none.</summary>
    public int? Slot { get; }

    /// <summary>What is wrong.</summary>
    public string Reason { get; }
}
