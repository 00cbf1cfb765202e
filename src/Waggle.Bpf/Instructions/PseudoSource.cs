namespace Waggle.Bpf.Instructions;

/// <summary>What a 64-bit immediate stands for: the source register field of <c>lddw</c> (RFC 9669 section 5.4).</summary>
/// <remarks>Linux spells these <c>BPF_PSEUDO_*</c>.</remarks>
public enum PseudoSource : byte
{
    /// <summary>The number itself.</summary>
    None = 0,

    /// <summary>The map whose descriptor is the immediate.</summary>
    MapDescriptor = 1,

    /// <summary>Address of a value of the map: descriptor in the first slot, byte offset in the second.</summary>
    MapValue = 2,

    /// <summary>Address of a kernel variable, by BTF id (<c>BPF_PSEUDO_BTF_ID</c>).</summary>
    Variable = 3,

    /// <summary>Address of a function of the program, by relative slot (<c>BPF_PSEUDO_FUNC</c>).</summary>
    Function = 4,

    /// <summary>The map at an index of the load's descriptor array (<c>BPF_PSEUDO_MAP_IDX</c>).</summary>
    MapIndex = 5,

    /// <summary>Address of a value of the map at an index of the descriptor array (<c>BPF_PSEUDO_MAP_IDX_VALUE</c>).</summary>
    MapIndexValue = 6,
}
