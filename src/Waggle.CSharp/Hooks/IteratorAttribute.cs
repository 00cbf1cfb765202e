namespace Waggle.CSharp;

/// <summary>Runs the method for each object of a kind, and once more at the end, as a file is read (Linux 5.8).</summary>
/// <remarks>Parameters are those of the kernel's <c>bpf_iter_KIND</c>: the <see cref="IteratorMeta"/>, then the object, which is null at the end. Returns an
/// <see cref="IteratorAction"/>; what it writes with <see cref="SeqFile"/> is what the reader reads.</remarks>
/// <param name="kind">Such as "task", "task_file", "task_vma", "bpf_map", "bpf_map_elem", "cgroup", "tcp", "udp", "ksym".</param>
/// <example><code>[Iterator("task")] static IteratorAction OnTask(KernelPointer&lt;IteratorMeta&gt; meta, KernelPointer&lt;TaskStruct&gt; task)</code></example>
public sealed class IteratorAttribute(string kind) : HookAttribute($"iter/{kind}", HookParameters.Slots)
{
    /// <summary>Whether the program may sleep, and so read user memory that is not present (<see cref="Bpf.TryCopyFromUser{T}(ulong, out T)"/>).</summary>
    public bool Sleepable { get; init; }

    /// <inheritdoc/>
    public override string Section => Sleepable ? base.Section.Replace("iter/", "iter.s/", StringComparison.Ordinal) : base.Section;
}
