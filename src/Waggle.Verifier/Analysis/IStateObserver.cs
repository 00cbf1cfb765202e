using Waggle.Bpf.Objects;
using Waggle.Verifier.Code;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <summary>Is shown each state that an exploration goes through: to compare it with what programs really do, or to tell people.</summary>
/// <remarks>States change afterwards, so what is wanted of one is to be copied. What is called besides <see cref="Visit"/> does nothing by
/// default.</remarks>
internal interface IStateObserver
{
    /// <summary>A state before its instruction, also one that ends there because it is like an older one.</summary>
    /// <param name="text">The program.</param>
    /// <param name="maps">The maps, by the numbers that registers have.</param>
    /// <param name="state">The state: <see cref="PathState.Slot"/> is where it stands, <see cref="PathState.LastSlot"/> where it came from.</param>
    void Visit(ProgramText text, IReadOnlyList<MapSpec> maps, PathState state);

    /// <summary>A function is gone through by itself: the program, or a global function.</summary>
    void Begin(Subprogram function) { }

    /// <summary>The state that was visited is like no older one: its instruction follows.</summary>
    void Enter(PathState state) { }

    /// <summary>The state that was visited is as safe as an older one: its path ends here.</summary>
    void Prune(PathState state) { }

    /// <summary>A path has come to its end, and another that waited goes on.</summary>
    void Resume() { }
}
