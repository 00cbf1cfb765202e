using System.Reflection;
using Waggle.Bpf.Catalog;
using Waggle.Compiler.Diagnostics;
using Waggle.Compiler.Ir;
using Waggle.Compiler.Layout;
using Waggle.CSharp;

namespace Waggle.Compiler.Frontend;

/// <summary>Finds the programs of a class, and checks that each can be one.</summary>
internal sealed class ProgramFinder(SourceMap sources, ProblemList problems)
{
    private const int SlotLimit = 12; // MAX_BPF_FUNC_ARGS, include/linux/bpf.h
    private const int RegisterLimit = 6; // System V, x86-64

    // What returns nothing would drop packets and refuse system calls.
    private static readonly HashSet<ProgramType> s_decides =
    [
        ProgramType.Xdp, ProgramType.SchedCls, ProgramType.SchedAct, ProgramType.SocketFilter, ProgramType.CgroupSkb, ProgramType.CgroupSock,
        ProgramType.CgroupSockAddr, ProgramType.CgroupSockopt, ProgramType.CgroupSysctl, ProgramType.CgroupDevice, ProgramType.SockOps,
        ProgramType.SkLookup, ProgramType.SkReuseport, ProgramType.SkMsg, ProgramType.SkSkb, ProgramType.FlowDissector, ProgramType.Netfilter,
        ProgramType.LwtIn, ProgramType.LwtOut, ProgramType.LwtXmit, ProgramType.LwtSeg6Local,
    ];

    internal List<ProgramSource> Find(Type type)
    {
        var found = new List<ProgramSource>();
        const BindingFlags all = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        if (type.IsDefined(typeof(BpfProgramAttribute), false))
        {
            IrOperation[] operations = [.. OperationFinder.Find(type).SelectMany(o => o.Members).Where(m => m.IsProgram)];
            foreach (MethodInfo method in type.GetMethods(all).OrderBy(m => m.MetadataToken))
            {
                if (HookOf(method, operations) is not { } hook) continue;
                if (Complaint(method, hook) is { } complaint) problems.Add(Rules.Signature, sources.Find(method, 0), Translator.Name(method), complaint);
                else found.Add(new ProgramSource(method, hook));
            }
        }

        if (found.Count == 0 && problems.IsEmpty) problems.Add(Rules.NoPrograms, new SourcePosition(type.FullName ?? type.Name, 0, 0), type.Name);
        return found;
    }

    private static HookAttribute? HookOf(MethodInfo method, IrOperation[] operations) =>
        Array.Find(operations, o => o.Method == method) is { Name: var name }
            ? new StructOpsMemberHook(name.Member, name.MaySleep)
            : method.GetCustomAttribute<HookAttribute>();

    private static string? Complaint(MethodInfo method, HookAttribute hook)
    {
        if (!method.IsStatic) return "make it static.";
        if (method.ContainsGenericParameters) return "it must not be generic, nor its class.";
        if (method.ReturnType != typeof(void) && !(method.ReturnType.IsValueType && Layouts.Of(method.ReturnType).Form == LayoutForm.Integer))
            return "it must return void or an integer.";
        if (method.ReturnType == typeof(void) && s_decides.Contains(hook.Type))
            return "its result decides what happens: return the enum that the hook's documentation names, such as XdpAction, TcAction or CgroupVerdict.";
        ParameterInfo[] parameters = method.GetParameters();
        return hook.Parameters switch
        {
            HookParameters.Context => parameters.Length == 0 || IsContext(parameters)
                ? null
                : "it takes nothing, or its context as one 'ref' or 'ref readonly' parameter of a struct type.",
            HookParameters.Slots => Arguments(parameters, SlotLimit),
            HookParameters.SystemCall => Arguments(parameters, RegisterLimit),
            HookParameters.Probe => Arguments(parameters, SlotLimit),
            HookParameters.Result => IsRegisters(parameters) ? null : Arguments(parameters, 1),
            _ => IsRegisters(parameters) ? null : Arguments(parameters, RegisterLimit),
        };
    }

    private static bool IsContext(ParameterInfo[] parameters) =>
        parameters.Length == 1 && parameters[0].ParameterType is { IsByRef: true } type && type.GetElementType()!.IsValueType;

    private static bool IsRegisters(ParameterInfo[] parameters) =>
        IsContext(parameters) && parameters[0].ParameterType.GetElementType() == typeof(CpuRegisters);

    private static string? Arguments(ParameterInfo[] parameters, int limit)
    {
        if (parameters.Length > limit)
        {
            return limit == 1
                ? "it takes nothing, or what the function returned. Its arguments are gone by then: keep them in a map when it is entered."
                : $"it takes at most {limit} parameters.";
        }

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
