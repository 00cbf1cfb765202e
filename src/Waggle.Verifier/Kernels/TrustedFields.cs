namespace Waggle.Verifier.Kernels;

/// <summary>Fields of kernel structs whose pointers are trusted although no tag in BTF says so.</summary>
/// <remarks>The <c>BTF_TYPE_SAFE_*</c> declarations of kernel/bpf/verifier.c. A kernel's BTF has them too, as structs named so.</remarks>
internal static class TrustedFields
{
    /// <summary>A row.</summary>
    /// <param name="Struct">The struct with the field.</param>
    /// <param name="Field">The field: a pointer.</param>
    /// <param name="Trust">What is known of it.</param>
    /// <param name="Since">The first version that knows it.</param>
    /// <param name="Until">The first version that does not any more; null if all newer ones do.</param>
    internal sealed record Row(string Struct, string Field, FieldTrust Trust, KernelVersion Since, KernelVersion? Until = null)
    {
        /// <summary>Whether a version knows it.</summary>
        public bool IsIn(KernelVersion version) => Since <= version && (Until is not { } until || version < until);
    }

    private static readonly KernelVersion s_6_3 = new(6, 3), s_6_4 = new(6, 4), s_6_5 = new(6, 5), s_6_12 = new(6, 12), s_6_14 = new(6, 14), s_6_17 = new(6, 17);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Row> All { get; } =
    [
        new("task_struct", "cpus_ptr", FieldTrust.Rcu, s_6_4),
        new("task_struct", "cgroups", FieldTrust.Rcu, s_6_4),
        new("task_struct", "real_parent", FieldTrust.Rcu, s_6_4),
        new("task_struct", "group_leader", FieldTrust.Rcu, s_6_4),
        new("cgroup", "kn", FieldTrust.Rcu, s_6_5),
        new("css_set", "dfl_cgrp", FieldTrust.Rcu, s_6_4),
        new("cgroup_subsys_state", "cgroup", FieldTrust.Rcu, s_6_17),
        new("mm_struct", "exe_file", FieldTrust.RcuOrNull, s_6_4),
        new("sk_buff", "sk", FieldTrust.RcuOrNull, s_6_4),
        new("request_sock", "sk", FieldTrust.RcuOrNull, s_6_4),
        new("bpf_iter_meta", "seq", FieldTrust.Trusted, s_6_4),
        new("bpf_iter__task", "meta", FieldTrust.Trusted, s_6_4),
        new("bpf_iter__task", "task", FieldTrust.Trusted, s_6_4),
        new("linux_binprm", "file", FieldTrust.Trusted, s_6_4),
        new("file", "f_inode", FieldTrust.Trusted, s_6_4),
        new("dentry", "d_inode", FieldTrust.Trusted, s_6_4, Until: s_6_14),
        new("dentry", "d_inode", FieldTrust.TrustedOrNull, s_6_14),
        new("socket", "sk", FieldTrust.Trusted, s_6_4, Until: s_6_12),
        new("socket", "sk", FieldTrust.TrustedOrNull, s_6_12),
        new("task_struct", "cpus_ptr", FieldTrust.Trusted, s_6_3, Until: s_6_4),
    ];

    /// <summary>What is known of a field in a version; null if nothing is.</summary>
    public static FieldTrust? Find(string structName, string field, KernelVersion version)
    {
        foreach (Row row in All)
        {
            if (row.Field == field && row.Struct == structName && row.IsIn(version)) return row.Trust;
        }
        return null;
    }
}
