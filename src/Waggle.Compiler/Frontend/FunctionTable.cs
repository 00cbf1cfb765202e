using System.Reflection;
using Waggle.Compiler.Ir;
using Waggle.Compiler.Output;

namespace Waggle.Compiler.Frontend;

/// <summary>The functions of an object: one for each method and set of type arguments that is called at run time.</summary>
internal sealed class FunctionTable
{
    private readonly Dictionary<(MethodBase, int), IrFunction> _functions = [];
    private readonly Dictionary<MethodBase, IrKernelFunction> _kernelFunctions = [];
    private readonly HashSet<string> _names = [];

    /// <summary>The function of a method.</summary>
    /// <param name="method">The method, its type arguments filled in.</param>
    /// <param name="first">Which register brings its first argument: R1 is 0.</param>
    /// <param name="isCallback">Whether a helper calls it, which wants a result of all of them.</param>
    internal IrFunction Find(MethodBase method, int first, bool isCallback)
    {
        int way = isCallback ? first + 1 : 0;
        if (_functions.TryGetValue((method, way), out IrFunction? function)) return function;
        return _functions[(method, way)] = new IrFunction(method, NewName(method)) { FirstArgument = first, IsCallback = isCallback };
    }

    internal IrKernelFunction Find(MethodBase method, CSharp.KernelFunctionAttribute declared)
    {
        if (_kernelFunctions.TryGetValue(method, out IrKernelFunction? function)) return function;
        return _kernelFunctions[method] = new IrKernelFunction(method, declared.Name, declared.IsOptional);
    }

    // A lambda in Main is called <Main>b__0_1: Main_callback says more.
    private string NewName(MethodBase method)
    {
        string plain = method.Name.StartsWith('<') && method.Name.IndexOf('>', StringComparison.Ordinal) is > 1 and var end
            ? method.Name[1..end] + "_callback"
            : BtfTypes.Identifier(method.Name);
        string name = plain;
        for (int i = 2; !_names.Add(name); i++) name = $"{plain}_{i}";
        return name;
    }
}
