using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Passes;

/// <summary>One step of the way from what was written to what is fast.</summary>
internal interface IPass
{
    /// <summary>Runs over a function. Wants predecessors up to date and leaves them so.</summary>
    /// <returns>Whether it changed anything.</returns>
    bool Run(Function function, PassContext context);
}
