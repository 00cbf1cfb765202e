namespace Waggle.Bpf.Instructions;

/// <summary>What a call instruction calls: its source register field (RFC 9669 section 4.3.1).</summary>
public enum CallKind : byte
{
    /// <summary>A helper, by number in the immediate.</summary>
    Helper = 0,

    /// <summary>A function of the same program, by relative slot in the immediate.</summary>
    Function = 1,

    /// <summary>A kernel function, by BTF id in the immediate (Linux 5.13; the RFC's "helper by BTF id").</summary>
    KernelFunction = 2,
}
