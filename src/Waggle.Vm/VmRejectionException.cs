using Waggle.Verifier;

namespace Waggle.Vm;

/// <summary>The verifier does not find a program safe, so that it was not loaded.</summary>
public sealed class VmRejectionException : VmLoadException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="program">Name of the program.</param>
    /// <param name="rejection">What the verifier says of it.</param>
    /// <param name="missing">What the engine knows of the instruction besides; null for nothing.</param>
    public VmRejectionException(string program, Rejection rejection, string? missing = null) : base(program, rejection.Slot, Describe(rejection, missing)) =>
        (Program, Rejection) = (program, rejection);

    /// <summary>Name of the program.</summary>
    public string Program { get; }

    /// <summary>What the verifier says of it.</summary>
    public Rejection Rejection { get; }

    private static string Describe(Rejection rejection, string? missing) =>
        $"The verifier does not find it safe. {(missing is null ? "" : $"{missing}. ")}{rejection.Explanation}\n"
        + $"Programs that need not be proved safe run with {nameof(VmOptions)}.{nameof(VmOptions.Safety)} = {nameof(VmSafety)}.{nameof(VmSafety.Checked)}.";
}
