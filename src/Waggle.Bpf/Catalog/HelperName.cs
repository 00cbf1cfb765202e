namespace Waggle.Bpf.Catalog;

/// <summary>A helper of the kernel.</summary>
/// <param name="Number">The immediate of a call (<c>enum bpf_func_id</c>).</param>
/// <param name="Name">The name with its prefix: "bpf_ktime_get_ns".</param>
/// <param name="Since">First kernel version that has it.</param>
public sealed record HelperName(int Number, string Name, string Since);
