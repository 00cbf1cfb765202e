namespace Waggle.Verifier.States;

/// <summary>Whose types a type's number is one of.</summary>
internal enum TypeSource : byte
{
    /// <summary>The kernel's.</summary>
    Kernel,

    /// <summary>The object's own.</summary>
    Program,
}
