using System.Reflection;
using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Ir;
using Waggle.Compiler.Layout;
using Waggle.CSharp;

namespace Waggle.Compiler.Frontend;

/// <summary>Finds the programs of a class, and checks that each can be one.</summary>
internal sealed class ProgramFinder(SourceMap sources, ProblemList problems)
{
    private const int SlotLimit = 12; // MAX_BPF_FUNC_ARGS, include/linux/bpf.h

    internal List<ProgramSource> Find(Type type)
    {
        var found = new List<ProgramSource>();
        const BindingFlags all = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        if (type.IsDefined(typeof(BpfProgramAttribute), false))
        {
            foreach (MethodInfo method in type.GetMethods(all).OrderBy(m => m.MetadataToken))
            {
                if (method.GetCustomAttribute<HookAttribute>() is not { } hook) continue;
                if (Complaint(method, hook) is { } complaint) problems.Add(Rules.Signature, sources.Find(method, 0), Translator.Name(method), complaint);
                else found.Add(new ProgramSource(method, hook));
            }
        }

        if (found.Count == 0 && problems.IsEmpty) problems.Add(Rules.NoPrograms, new SourcePosition(type.FullName ?? type.Name, 0, 0), type.Name);
        return found;
    }

    private static string? Complaint(MethodInfo method, HookAttribute hook)
    {
        if (!method.IsStatic) return "make it static.";
        if (method.ContainsGenericParameters) return "it must not be generic, nor its class.";
        if (method.ReturnType != typeof(void) && !(method.ReturnType.IsValueType && Layouts.Of(method.ReturnType).Form == LayoutForm.Integer))
            return "it must return void or an integer.";
        ParameterInfo[] parameters = method.GetParameters();
        if (hook.Parameters == HookParameters.Context)
        {
            return parameters.Length == 0 || parameters.Length == 1 && parameters[0].ParameterType is { IsByRef: true } type
                && type.GetElementType()!.IsValueType
                ? null
                : "it takes nothing, or its context as one 'ref readonly' parameter of a struct type.";
        }

        if (parameters.Length > SlotLimit) return $"it takes at most {SlotLimit} parameters.";
        foreach (ParameterInfo parameter in parameters)
        {
            Type type = parameter.ParameterType;
            bool isPointer = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KernelPointer<>);
            if (!isPointer && !(type.IsValueType && Layouts.Of(type).Form == LayoutForm.Integer))
                return $"parameter '{parameter.Name}' must be an integer or a KernelPointer<T>.";
        }

        return null;
    }
}
