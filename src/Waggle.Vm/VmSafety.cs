namespace Waggle.Vm;

/// <summary>What keeps programs from doing harm.</summary>
public enum VmSafety
{
    /// <summary>The verifier: a program that it does not find safe is not loaded, and one that it does runs without checks and without a
    /// budget. Programs on plain memory are checked, as how much there will be is not known; so is what a program does with objects of a kernel.</summary>
    Verified,

    /// <summary>Checks at each access, call and jump back as the program runs: any program is loaded, and the run that breaks a rule is ended.</summary>
    Checked,
}
