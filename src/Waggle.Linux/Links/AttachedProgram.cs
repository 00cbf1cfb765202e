namespace Waggle.Linux.Links;

/// <summary>A program that is attached to a hook.</summary>
/// <param name="ProgramId">The kernel's number of the program.</param>
/// <param name="LinkId">The kernel's number of the link that holds it; 0 if none does, or if the hook does not say (cgroups).</param>
public readonly record struct AttachedProgram(uint ProgramId, uint LinkId);
