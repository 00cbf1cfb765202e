using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;

namespace Waggle.CSharp;

/// <summary>What all hook attributes have in common: they turn a static method into a BPF program.</summary>
/// <remarks>Program type, attach type and whether the program may sleep follow from the section, by libbpf's table.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public abstract class HookAttribute : Attribute
{
    private readonly ProgramType? _type;

    /// <summary>A hook of the kernel.</summary>
    /// <param name="section">Section of the object file by libbpf's conventions.</param>
    /// <param name="parameters">How the method's parameters map to the program's context.</param>
    protected HookAttribute(string section, HookParameters parameters) => (Section, Parameters) = (section, parameters);

    /// <summary>A hook of an application, or one whose section says nothing.</summary>
    /// <param name="section">Section of the object file.</param>
    /// <param name="type">Program type.</param>
    /// <param name="parameters">How the method's parameters map to the program's context.</param>
    protected HookAttribute(string section, ProgramType type, HookParameters parameters) : this(section, parameters) => _type = type;

    /// <summary>Section of the object file by libbpf's conventions, such as "tracepoint/sched/sched_switch".</summary>
    public virtual string Section { get; }

    /// <summary>Program type.</summary>
    public ProgramType Type => _type ?? ProgramSection.Parse(Section).Type;

    /// <summary>How the method's parameters map to the program's context.</summary>
    public HookParameters Parameters { get; }

    /// <summary>Expected attach type (<c>enum bpf_attach_type</c>), or 0.</summary>
    public uint ExpectedAttachType => _type is null ? ProgramSection.Parse(Section).ExpectedAttachType : 0;

    /// <summary>Whether the program may sleep, and so use helpers that may (<c>BPF_F_SLEEPABLE</c>, Linux 5.10).</summary>
    public bool MaySleep => ProgramSection.Parse(Section).IsSleepable;

    /// <summary>Whether an XDP program takes packets in several parts (<c>BPF_F_XDP_HAS_FRAGS</c>, Linux 5.18).</summary>
    public bool TakesFragments => ProgramSection.Parse(Section).HasFragments;
}
