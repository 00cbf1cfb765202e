using Waggle.Verifier.Code;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <summary>Is shown each state that an exploration goes through: to compare it with what programs really do.</summary>
internal interface IStateObserver
{
    /// <summary>A state before its instruction, also one that ends there because it is like an older one.</summary>
    /// <param name="text">The program.</param>
    /// <param name="state">The state: <see cref="PathState.Slot"/> is where it stands. It changes afterwards, so what is wanted of it is to be copied.</param>
    void Visit(ProgramText text, PathState state);
}
