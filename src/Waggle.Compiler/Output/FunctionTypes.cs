using System.Collections.Immutable;
using System.Reflection;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Compiler.Ir;
using Waggle.CSharp;

namespace Waggle.Compiler.Output;

/// <summary>Describes functions in BTF: programs, the functions that they call, and those of the kernel.</summary>
internal sealed class FunctionTypes(BtfBuilder builder, BtfTypes types)
{
    private readonly Dictionary<IrFunction, int> _ids = [];
    private readonly Dictionary<string, ExternSpec> _externs = [];

    /// <summary>What the programs ask of the kernel.</summary>
    internal ImmutableArray<ExternSpec> Externs => [.. _externs.Values];

    /// <summary>Adds the section that declares them, as loaders look for it.</summary>
    internal void AddSection()
    {
        if (_externs.Count > 0) builder.Add(new BtfDataSection(".ksyms", 0, [.. _externs.Values.Select(e => new BtfSectionVariable(e.TypeId, 0, 0))]));
    }

    internal int DescribeProgram(ProgramSource source)
    {
        int prototype = builder.Add(new BtfFunctionPrototype(types.Of(typeof(int)), [new BtfParameter("ctx", Context(source.Method))]));
        return builder.Add(new BtfFunction(BtfTypes.Identifier(source.Method.Name), prototype, BtfLinkage.Global));
    }

    // The kernel compares this type when one program replaces another: before 6.8 it takes only the struct by its name.
    private int Context(MethodBase method) =>
        method.GetParameters() is [{ ParameterType: { IsByRef: true } reference }] && reference.GetElementType()!.IsDefined(typeof(BtfNameAttribute), false)
            ? types.Of(reference)
            : builder.Add(new BtfPointer(0));

    /// <summary>A function of the program. It is static: so the verifier follows each call of it with what it knows of the arguments.</summary>
    internal int Describe(IrFunction function)
    {
        if (_ids.TryGetValue(function, out int id)) return id;
        return _ids[function] = builder.Add(new BtfFunction(function.Name, Prototype(function.Method), BtfLinkage.Static));
    }

    /// <summary>A function of the kernel.</summary>
    /// <returns>The name by which instructions refer to it.</returns>
    internal string Declare(IrKernelFunction function)
    {
        if (!_externs.ContainsKey(function.Name))
        {
            int id = builder.Add(new BtfFunction(function.Name, Prototype(function.Method), BtfLinkage.Extern));
            _externs.Add(function.Name, new ExternSpec(function.Name, ExternKind.Function, id, function.IsWeak));
        }

        return function.Name;
    }

    internal int Prototype(MethodBase method)
    {
        var parameters = ImmutableArray.CreateBuilder<BtfParameter>();
        if (!method.IsStatic && method.DeclaringType!.IsValueType)
            parameters.Add(new BtfParameter("this", types.Of(method.DeclaringType.MakeByRefType())));
        foreach (ParameterInfo parameter in method.GetParameters())
            parameters.Add(new BtfParameter(BtfTypes.Identifier(parameter.Name ?? ""), types.Of(parameter.ParameterType)));
        Type result = ((MethodInfo)method).ReturnType;
        return builder.Add(new BtfFunctionPrototype(result == typeof(void) ? 0 : types.Of(result), parameters.ToImmutable()));
    }
}
