using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <summary>What a global function takes, by its signature.</summary>
internal readonly record struct GlobalArgument(GlobalArgumentKind Kind, int Size = 0, RegisterTraits Traits = RegisterTraits.None, int TypeId = 0);

/// <summary>The kinds of such arguments.</summary>
internal enum GlobalArgumentKind
{
    Number,
    Context,
    Memory,
    Dynamic,
    Arena,
    Object,
}
