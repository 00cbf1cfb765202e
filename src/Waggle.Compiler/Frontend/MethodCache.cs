using System.Reflection;
using Waggle.CSharp;

namespace Waggle.Compiler.Frontend;

/// <summary>What is known of methods, looked up once.</summary>
internal sealed class MethodCache
{
    private readonly Dictionary<MethodBase, MethodCode?> _codes = [];
    private readonly Dictionary<MethodBase, HelperAttribute?> _helpers = [];
    private readonly Dictionary<MethodBase, KernelFunctionAttribute?> _kernelFunctions = [];

    /// <summary>The method's code, or null if it has none.</summary>
    internal MethodCode? Find(MethodBase method)
    {
        if (_codes.TryGetValue(method, out MethodCode? code)) return code;
        MethodBody? body = method.IsAbstract ? null : method.GetMethodBody();
        code = body?.GetILAsByteArray() is { Length: > 0 } ? new MethodCode(method, body) : null;
        _codes[method] = code;
        return code;
    }

    internal KernelFunctionAttribute? KernelFunctionOf(MethodBase method)
    {
        if (_kernelFunctions.TryGetValue(method, out KernelFunctionAttribute? function)) return function;
        return _kernelFunctions[method] = method.GetCustomAttribute<KernelFunctionAttribute>();
    }

    internal HelperAttribute? HelperOf(MethodBase method)
    {
        if (_helpers.TryGetValue(method, out HelperAttribute? helper)) return helper;
        helper = method.GetCustomAttribute<HelperAttribute>();
        _helpers[method] = helper;
        return helper;
    }
}
