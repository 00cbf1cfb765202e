namespace Waggle.Testing;

/// <summary>Where a program under test runs.</summary>
public enum TestEngine
{
    /// <summary>As the C# that it is written in: a debugger stops in it. Maps and helpers are those of the embedded engine.</summary>
    Plain,

    /// <summary>Compiled, in the embedded engine, which verifies it first.</summary>
    Vm,

    /// <summary>Compiled, in the kernel of this machine, which verifies it first. Needs root, and attaches to nothing: test runs only.</summary>
    Kernel,
}
