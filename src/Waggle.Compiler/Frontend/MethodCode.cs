using System.Reflection;
using System.Reflection.Metadata;
using Waggle.Compiler.Layout;
using TypeLayout = Waggle.Compiler.Layout.TypeLayout;

namespace Waggle.Compiler.Frontend;

/// <summary>A method's decoded IL and what a look over it tells. Made once for each method and set of type arguments.</summary>
internal sealed class MethodCode
{
    private readonly int[] _indexAt;
    private readonly bool[] _leaders;
    private readonly Type[] _typeArguments;
    private readonly Type[] _methodArguments;

    internal MethodCode(MethodBase method, MethodBody body)
    {
        Method = method;
        byte[] il = body.GetILAsByteArray()!;
        Instructions = [.. IlReader.Read(il)];
        _typeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : [];
        _methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        Clauses = [.. body.ExceptionHandlingClauses];
        IList<LocalVariableInfo> locals = body.LocalVariables;
        Locals = new TypeLayout[locals.Count];
        foreach (LocalVariableInfo local in locals) Locals[local.LocalIndex] = Layouts.Of(local.LocalType);
        ParameterTypes = Parameters(method);
        IsLibrary = IsLibraryCode(method);

        _indexAt = new int[il.Length + 1];
        _leaders = new bool[il.Length + 1];
        IsVariable = new bool[ParameterTypes.Length];
        int returns = 0;
        for (int i = 0; i < Instructions.Length; i++)
        {
            IlInstruction instruction = Instructions[i];
            _indexAt[instruction.Offset] = i;
            switch (instruction.Code)
            {
                case ILOpCode.Ldarga or ILOpCode.Ldarga_s or ILOpCode.Starg or ILOpCode.Starg_s:
                    IsVariable[instruction.Operand] = true;
                    break;
                case ILOpCode.Switch:
                    foreach (int target in instruction.Targets!) _leaders[target] = true;
                    _leaders[instruction.Next] = true;
                    break;
                case ILOpCode.Ret:
                    returns++;
                    break;
                default:
                    if (!instruction.Code.IsBranch() || Lambda.IsInside(Instructions, i)) break;
                    _leaders[instruction.Operand] = true;
                    if (instruction.Code is not (ILOpCode.Br or ILOpCode.Br_s or ILOpCode.Leave or ILOpCode.Leave_s)) _leaders[instruction.Next] = true;
                    HasBranches = true;
                    break;
            }

            if (instruction.Code == ILOpCode.Switch) HasBranches = true;
        }

        foreach (ExceptionHandlingClause clause in Clauses)
        {
            _leaders[clause.TryOffset] = true;
            _leaders[clause.HandlerOffset] = true;
        }

        IsStraight = !HasBranches && Clauses.Length == 0 && returns == 1 && Instructions[^1].Code == ILOpCode.Ret;
    }

    internal MethodBase Method { get; }

    internal IlInstruction[] Instructions { get; }

    internal ExceptionHandlingClause[] Clauses { get; }

    internal TypeLayout[] Locals { get; }

    /// <summary>Types of the arguments, <c>this</c> first.</summary>
    internal Type[] ParameterTypes { get; }

    /// <summary>Whether a parameter is assigned, or its address taken.</summary>
    internal bool[] IsVariable { get; }

    internal bool HasBranches { get; }

    /// <summary>Whether it runs from its first instruction to a return at its end.</summary>
    internal bool IsStraight { get; }

    /// <summary>Whether it belongs to .NET or to Waggle: its lines say nothing to the user, the line of the call does.</summary>
    internal bool IsLibrary { get; }

    internal bool IsLeader(int offset) => _leaders[offset];

    internal int IndexAt(int offset) => _indexAt[offset];

    internal MethodBase ResolveMethod(long token) => Method.Module.ResolveMethod((int)token, _typeArguments, _methodArguments)!;

    internal FieldInfo ResolveField(long token) => Method.Module.ResolveField((int)token, _typeArguments, _methodArguments)!;

    internal Type ResolveType(long token) => Method.Module.ResolveType((int)token, _typeArguments, _methodArguments);

    internal string ResolveString(long token) => Method.Module.ResolveString((int)token);

    /// <summary>Types of a method's arguments, <c>this</c> first.</summary>
    internal static Type[] Parameters(MethodBase method)
    {
        ParameterInfo[] declared = method.GetParameters();
        int first = method.IsStatic ? 0 : 1;
        var types = new Type[declared.Length + first];
        if (first == 1) types[0] = method.DeclaringType!.IsValueType ? method.DeclaringType.MakeByRefType() : method.DeclaringType;
        for (int i = 0; i < declared.Length; i++) types[i + first] = declared[i].ParameterType;
        return types;
    }

    private static bool IsLibraryCode(MethodBase method)
    {
        Assembly assembly = method.Module.Assembly;
        return assembly == typeof(CSharp.Bpf).Assembly || IsFramework(assembly)
            || method.DeclaringType!.Name.StartsWith("<PrivateImplementationDetails>", StringComparison.Ordinal);
    }

    internal static bool IsFramework(Assembly assembly) =>
        assembly == typeof(object).Assembly || assembly.GetName().Name is { } name
        && (name.StartsWith("System.", StringComparison.Ordinal) || name == "System");
}
