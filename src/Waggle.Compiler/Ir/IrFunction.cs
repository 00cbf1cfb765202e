using System.Reflection;

namespace Waggle.Compiler.Ir;

/// <summary>A method that is called at run time and not compiled into its caller: a subprogram, or a callback of a helper.</summary>
/// <param name="method">The method, its type arguments filled in.</param>
/// <param name="name">Its name in the object.</param>
internal sealed class IrFunction(MethodBase method, string name)
{
    internal MethodBase Method { get; } = method;

    internal string Name { get; } = name;

    /// <summary>Which register brings its first argument: 0 is R1.</summary>
    internal int FirstArgument { get; init; }

    /// <summary>Whether a helper calls it: then it always returns something.</summary>
    internal bool IsCallback { get; init; }

    public override string ToString() => Name;
}
