namespace Waggle.Verifier.Kernels;

/// <summary>What the end of the name of a kernel function's argument says of it; <see cref="ArgumentSuffixes"/> has the texts.</summary>
internal enum ArgumentSuffix
{
    /// <summary>Size of the memory before it.</summary>
    Size,

    /// <summary>Size of the memory before it, known at load.</summary>
    ConstantSize,

    /// <summary>A number that is known at load.</summary>
    Constant,

    /// <summary>Not looked at: the verifier fills it in, or any value will do.</summary>
    Ignored,

    /// <summary>Memory or a dynamic pointer that need not be initialised.</summary>
    Uninitialised,

    /// <summary>An object that the program made.</summary>
    LocalObject,

    /// <summary>An object that counts its owners.</summary>
    Refcounted,

    /// <summary>May be null.</summary>
    Nullable,

    /// <summary>Memory that may be null, whatever its size is.</summary>
    Optional,

    /// <summary>A text in read-only memory.</summary>
    Text,

    /// <summary>A map.</summary>
    Map,

    /// <summary>An iterator of any type.</summary>
    Iterator,

    /// <summary>The program itself: the verifier fills it in.</summary>
    Program,

    /// <summary>A place on the stack for the interrupt flag.</summary>
    InterruptFlag,
}
