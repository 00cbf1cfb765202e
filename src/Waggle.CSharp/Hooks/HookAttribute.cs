using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>What all hook attributes have in common: they turn a static method into a BPF program.</summary>
/// <param name="section">Section of the object file by libbpf's conventions.</param>
/// <param name="type">Program type.</param>
/// <param name="parameters">How the method's parameters map to the program's context.</param>
[AttributeUsage(AttributeTargets.Method)]
public abstract class HookAttribute(string section, ProgramType type, HookParameters parameters) : Attribute
{
    /// <summary>Section of the object file by libbpf's conventions, such as "tracepoint/sched/sched_switch".</summary>
    public string Section { get; } = section;

    /// <summary>Program type.</summary>
    public ProgramType Type { get; } = type;

    /// <summary>How the method's parameters map to the program's context.</summary>
    public HookParameters Parameters { get; } = parameters;

    /// <summary>Expected attach type (<c>enum bpf_attach_type</c>), or 0.</summary>
    public uint ExpectedAttachType { get; protected init; }
}
